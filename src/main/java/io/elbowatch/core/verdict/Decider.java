package io.elbowatch.core.verdict;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which p-value decides whether an image is anomalous. Every record carries all of them, whichever decides.
 */
public enum Decider {
    /** {@code local} and {@code density} together: one bad place, or an unusual whole (docs/decisions/0008). */
    DEFAULT,
    ELBO,
    RECONSTRUCTION,
    KL,
    LOCAL,
    DENSITY;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in settings, records and metrics. */
    public String label() {
        return label;
    }

    /** The decider of a label. @throws IllegalArgumentException naming the labels there are */
    public static Decider of(String label) {
        return Arrays.stream(values())
                .filter(decider -> decider.label.equals(label.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + label + "' is no score that can decide; there are "
                                + Arrays.stream(values()).map(Decider::label).collect(Collectors.joining(", "))));
    }
}
