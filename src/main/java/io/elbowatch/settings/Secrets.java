package io.elbowatch.settings;

import java.util.List;
import java.util.Locale;

/** Which settings hold secrets, judged by their keys: whatever might be one counts as one, and is never shown. */
final class Secrets {
    static final String MASK = "********";
    private static final List<String> MARKS =
            List.of("password", "passphrase", "secret", "token", "jaas", "credential", "keystore.key", "user.info");

    private Secrets() {}

    static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return MARKS.stream().anyMatch(lower::contains);
    }

    /** The value as it may be shown. */
    static String shown(String key, String value) {
        return isSecret(key) ? MASK : value;
    }
}
