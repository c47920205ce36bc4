package io.elbowatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the settings out of the environment: every {@code ELBOWATCH_} name is a setting, belongs to the launcher, or is
 * a problem. A variable that is empty counts as not set, as in shells and compose files.
 */
final class EnvironmentLayer {
    static final String CONFIG_FILE = "ELBOWATCH_CONFIG";
    static final String HOME = "ELBOWATCH_HOME";
    private static final String KAFKA = "ELBOWATCH_KAFKA_";
    private static final Set<String> OTHERS =
            Set.of(CONFIG_FILE, HOME, "ELBOWATCH_DATA", "ELBOWATCH_JAVA_OPTS", "ELBOWATCH_MVN_ARGS");

    /** What Kubernetes puts into every pod beside a service called elbowatch. */
    private static final Pattern KUBERNETES =
            Pattern.compile("ELBOWATCH_(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

    private EnvironmentLayer() {}

    static Layer read(Map<String, String> environment, Problems problems) {
        List<Given> all = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (isSetting(name) && (!value.isBlank() || meansSomethingEmpty(name))) {
                all.add(new Given(key(name), value.strip(), name));
            }
        });
        return Layer.of(Layer.Rank.ENVIRONMENT, all, problems);
    }

    private static boolean isSetting(String name) {
        return name.startsWith(Setting.ENVIRONMENT_PREFIX)
                && !OTHERS.contains(name)
                && !KUBERNETES.matcher(name).matches();
    }

    /** Some of Kafka's own do, such as {@code ssl.endpoint.identification.algorithm}. */
    private static boolean meansSomethingEmpty(String name) {
        return name.startsWith(KAFKA) && SettingsTable.find(key(name)).isEmpty();
    }

    /** The key of a name; of an unknown name one that resembles a key, for the suggestion. */
    private static String key(String name) {
        for (Setting<?> setting : SettingsTable.ALL) {
            if (setting.environmentName().equals(name)) {
                return setting.key();
            }
        }
        return name.substring(Setting.ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }
}
