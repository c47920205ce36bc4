package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;

/**
 * A number that calibration images have been scored with, in nats. It grows with how unlikely an image is.
 */
public enum Score implements Labelled {
    /** The ELBO loss: reconstruction nll plus β times kl. */
    ELBO,
    /** The reconstruction error: nll beyond that of a perfect reconstruction. */
    RECONSTRUCTION,
    /** The KL divergence of the posterior from the prior. */
    KL,
    /** The largest ELBO loss of one window: how bad is the worst place. */
    LOCAL,
    /** How unusual the features are, taken together: a covered lens, a blur, something that was never seen. */
    DENSITY;

    private final String label = Labelled.super.label();

    @Override
    public String label() {
        return label;
    }
}
