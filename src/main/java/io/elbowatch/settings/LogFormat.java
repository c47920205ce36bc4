package io.elbowatch.settings;

import java.util.Arrays;
import java.util.Locale;

/** How log events are written to standard error. */
public enum LogFormat {
    /** One line for people. */
    TEXT,
    /** One JSON object per line, for log collectors. */
    JSON;

    /** The name in settings and in logback.xml. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a label. @throws IllegalArgumentException naming both */
    static LogFormat of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is neither text nor json"));
    }
}
