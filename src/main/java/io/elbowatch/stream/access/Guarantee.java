package io.elbowatch.stream.access;

import java.util.Arrays;
import java.util.Locale;

/** The processing guarantee of Kafka Streams. */
public enum Guarantee {
    /** Every image is in the outputs exactly once, for readers with {@code isolation.level=read_committed}. */
    EXACTLY_ONCE_V2,
    /** Every image is in the outputs at least once. Cheaper; after a crash some images appear twice. */
    AT_LEAST_ONCE;

    /** Kafka's name of the guarantee. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The guarantee with this label. @throws IllegalArgumentException naming both labels */
    public static Guarantee of(String label) {
        return Arrays.stream(values())
                .filter(guarantee -> guarantee.label().equals(label.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + label + "' is no guarantee; there are exactly_once_v2 and at_least_once"));
    }
}
