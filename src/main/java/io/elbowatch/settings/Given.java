package io.elbowatch.settings;

import java.util.Objects;

/**
 * A value that somebody gave to a setting. It prints its origin and never a secret.
 *
 * @param key of the setting
 * @param value as it was written
 * @param origin where: {@code --alpha}, {@code ELBOWATCH_ALPHA}, the file's name, the preset, the command, or {@code default}
 */
public record Given(String key, String value, String origin) {
    static final String DEFAULT = "default";
    static final String COMMAND = "this command's default";

    public Given {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(origin, "origin");
    }

    /** The value as it may be shown. */
    public String shown() {
        return Secrets.shown(key, value);
    }

    /** True unless it is the default. */
    public boolean chosen() {
        return !origin.equals(DEFAULT);
    }

    @Override
    public String toString() {
        return key + "=" + shown() + " (" + origin + ")";
    }
}
