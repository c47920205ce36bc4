package io.elbowatch.settings;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One setting: its key, its values, its default and its help text. The flag and the environment variable follow from the
 * key.
 *
 * @param key as in a settings file: lower case, parts joined by dots, words by dashes
 * @param type how its values are written and read
 * @param range which values are allowed
 * @param fallback the default as it would be written, empty where there is none
 * @param help one line, with the unit
 */
public record Setting<T>(String key, ValueType<T> type, Range<T> range, Optional<String> fallback, String help) {
    static final String ENVIRONMENT_PREFIX = "ELBOWATCH_";
    static final String KAFKA_PREFIX = "kafka.";

    public Setting {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(fallback, "fallback");
        if (!key.matches("[a-z]+(?:[.-][a-z]+)*") || help.isBlank()) {
            throw new IllegalArgumentException("a setting needs a key in lower case and a help text: " + key);
        }
    }

    /** The command-line flag, such as {@code --batch-linger}. Kafka's own settings lose their prefix. */
    public String flag() {
        String name = key.startsWith(KAFKA_PREFIX) ? key.substring(KAFKA_PREFIX.length()) : key;
        return "--" + name.replace('.', '-');
    }

    /** The environment variable, such as {@code ELBOWATCH_BATCH_LINGER}. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether its values are true and false. */
    public boolean isSwitch() {
        return type == ValueType.SWITCH;
    }

    /** The range for the help text, such as "1 to 1024"; empty where the type alone bounds the values. */
    public String rangeText() {
        return range.text();
    }

    /** What may be written, to be read after "allowed is". */
    String allowed() {
        if (type.syntax().isEmpty() || range.text().isEmpty()) {
            return type.syntax() + range.text();
        }
        return type.syntax() + ", " + range.text();
    }

    /** @throws IllegalArgumentException when the text is no value, or one outside the range */
    T read(String text) {
        T value = type.reader().apply(text.strip());
        if (!range.contains().test(value)) {
            throw new IllegalArgumentException(key + " is out of range");
        }
        return value;
    }
}
