package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;

/**
 * Which p-value decides whether an image is anomalous. Every record carries all of them, whichever decides.
 */
public enum Decider implements Labelled {
    /** {@code local} and {@code density} together: one bad place, or an unusual whole (docs/decisions/0008). */
    DEFAULT,
    ELBO,
    RECONSTRUCTION,
    KL,
    LOCAL,
    DENSITY;

    private final String label = Labelled.super.label();

    @Override
    public String label() {
        return label;
    }
}
