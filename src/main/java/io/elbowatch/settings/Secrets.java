package io.elbowatch.settings;

import io.elbowatch.core.Printable;
import io.elbowatch.stream.access.KafkaNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides by the key whether a setting holds a secret; in doubt it does. A secret is never shown. Its value may lie in a
 * file, as container orchestrators provide secrets.
 */
final class Secrets {
    static final String MASK = "********";
    private static final String FILE = "file:";
    private static final List<String> MARKS = List.of(
            "password",
            "passphrase",
            "secret",
            "token",
            "jaas",
            "credential",
            "keystore.key",
            "user.info",
            "webhook.url",
            "traces.headers",
            "http.users");

    private static final Pattern ANY_KEY = Pattern.compile("api[._-]?key|[a-z0-9]*key$");
    private static final Set<String> KAFKA_NAMES = KafkaNames.known();

    private Secrets() {}

    static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return MARKS.stream().anyMatch(lower::contains)
                || ANY_KEY.matcher(lower).find() && !isKnown(lower);
    }

    /** Whether Elbowatch or Kafka defines it. These keys and names of keys are no secrets, unless a mark says so. */
    private static boolean isKnown(String key) {
        return SettingsTable.find(key).isPresent()
                || key.startsWith(Setting.KAFKA_PREFIX)
                        && KAFKA_NAMES.contains(KafkaNames.bare(key.substring(Setting.KAFKA_PREFIX.length())));
    }

    /** The value as it may be shown, in one line: certificates have many. */
    static String shown(String key, String value) {
        return isSecret(key) ? MASK : Printable.line(value.replaceAll("\\R", " "));
    }

    /**
     * With {@code file:PATH} replaced by the text of the file, without whitespace at the end. A file that is empty or
     * cannot be read is a problem.
     */
    static Given resolved(Given given, Problems problems) {
        // Some Kafka settings are URLs, and Kafka reads file: URLs itself.
        if (!given.value().startsWith(FILE)
                || !isSecret(given.key())
                || given.key().startsWith(Setting.KAFKA_PREFIX) && given.key().endsWith(".url")) {
            return given;
        }
        String path = given.value().substring(FILE.length());
        try {
            String secret = TextFile.read(Path.of(path)).stripTrailing();
            if (secret.isBlank()) {
                problems.add(given.key() + " (" + given.origin() + "): the file " + path + " is empty");
            }
            return new Given(given.key(), secret, given.origin() + ", file " + path);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(given.key() + " (" + given.origin() + "): the file " + path + " cannot be read: "
                    + e.getClass().getSimpleName());
            return given;
        }
    }
}
