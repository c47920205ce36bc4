package io.elbowatch.settings;

import java.util.List;
import java.util.Optional;

/** Describes an unknown key and suggests the one that was probably meant. The value is not shown: it may be a secret. */
final class UnknownKey {
    private static final List<String> KAFKA_FAMILIES =
            List.of("bootstrap.", "client.", "consumer.", "producer.", "admin.", "sasl.", "security.", "ssl.");

    private UnknownKey() {}

    static String describe(Given given) {
        String hint = suggestion(given.key())
                .map(key -> "; did you mean " + key + "?")
                .orElse("");
        return "unknown setting " + given.key() + " (" + given.origin() + ")" + hint;
    }

    private static Optional<String> suggestion(String key) {
        if (KAFKA_FAMILIES.stream().anyMatch(key::startsWith)) {
            return Optional.of(Setting.KAFKA_PREFIX + key);
        }
        List<String> keys = SettingsTable.rows().stream().map(Setting::key).toList();
        return NearestName.of(key, keys, Math.max(2, key.length() / 3));
    }
}
