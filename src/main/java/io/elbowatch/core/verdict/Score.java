package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import java.util.Locale;

/**
 * A number that grows with how unlikely an image is, and that calibration images have been scored with.
 */
public enum Score {
    /** The ELBO loss: reconstruction nll plus β times kl. */
    ELBO {
        @Override
        public double of(ElboTerms terms, double beta) {
            return terms.elboLoss(beta);
        }
    },
    /** The reconstruction error: nll beyond that of a perfect reconstruction. */
    RECONSTRUCTION {
        @Override
        public double of(ElboTerms terms, double beta) {
            return terms.reconstructionError();
        }
    },
    /** The KL divergence of the posterior from the prior. */
    KL {
        @Override
        public double of(ElboTerms terms, double beta) {
            return terms.kl();
        }
    },
    /** The largest ELBO loss of one window: how bad is the worst place. */
    LOCAL {
        @Override
        public double of(ElboTerms terms, double beta) {
            return terms.local();
        }
    };

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * This score of an image, in nats.
     *
     * @param beta the weight of the KL term that the model was trained with
     */
    public abstract double of(ElboTerms terms, double beta);

    /** The name in calibration files, records and metrics. */
    public String label() {
        return label;
    }
}
