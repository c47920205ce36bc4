package io.elbowatch.settings;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One setting: its key, what its values look like and what it is for. The flag and the name in the environment follow
 * from the key.
 *
 * @param key as in a settings file: lower case, parts joined by dots, words by dashes
 * @param type how its values are written and read
 * @param fallback the default as it would be written, empty where there is none
 * @param help one line, with the unit
 */
public record Setting<T>(String key, ValueType<T> type, Optional<String> fallback, String help) {
    static final String ENVIRONMENT_PREFIX = "ELBOWATCH_";
    static final String KAFKA_PREFIX = "kafka.";

    public Setting {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(fallback, "fallback");
        if (!key.matches("[a-z]+(?:[.-][a-z]+)*") || help.isBlank()) {
            throw new IllegalArgumentException("a setting needs a key in lower case and a help text: " + key);
        }
    }

    static <T> Setting<T> of(String key, ValueType<T> type, String fallback, String help) {
        return new Setting<>(key, type, Optional.of(fallback), help);
    }

    static <T> Setting<T> withoutDefault(String key, ValueType<T> type, String help) {
        return new Setting<>(key, type, Optional.empty(), help);
    }

    /** The command-line flag: {@code --batch-linger}; Kafka's own settings lose their prefix. */
    public String flag() {
        String name = key.startsWith(KAFKA_PREFIX) ? key.substring(KAFKA_PREFIX.length()) : key;
        return "--" + name.replace('.', '-');
    }

    /** The environment variable: {@code ELBOWATCH_BATCH_LINGER}. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
