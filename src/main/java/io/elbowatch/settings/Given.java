package io.elbowatch.settings;

import java.util.Objects;

/**
 * A value that a setting was given. It prints its origin and never a secret.
 *
 * @param key of the setting
 * @param value as it was written
 * @param origin {@code --alpha}, {@code ELBOWATCH_ALPHA}, the name of the file, the preset, the command, or {@code default}
 */
public record Given(String key, String value, String origin) {
    static final String DEFAULT = "default";
    static final String COMMAND = "this command's default";

    public Given {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(origin, "origin");
    }

    /** The value as it may be shown: masked if it is a secret. */
    public String shown() {
        return Secrets.shown(key, value);
    }

    /** False for a default of the table. */
    public boolean chosen() {
        return !origin.equals(DEFAULT);
    }

    /** For messages: {@code threads = '0' (--threads)}. */
    String quoted() {
        return key + " = '" + shown() + "' (" + origin + ")";
    }

    @Override
    public String toString() {
        return key + "=" + shown() + " (" + origin + ")";
    }
}
