package io.elbowatch.stream.access;

import java.util.Arrays;
import java.util.Locale;

/** What Kafka Streams promises of every image across crashes. */
public enum Guarantee {
    /** In the outputs exactly once, for readers with {@code isolation.level=read_committed}. */
    EXACTLY_ONCE_V2,
    /** In the outputs at least once: cheaper, and after a crash some images appear twice. */
    AT_LEAST_ONCE;

    /** Kafka's own name of it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The guarantee of a label. @throws IllegalArgumentException naming both */
    public static Guarantee of(String label) {
        return Arrays.stream(values())
                .filter(guarantee -> guarantee.label().equals(label.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + label + "' is no guarantee; there are exactly_once_v2 and at_least_once"));
    }
}
