package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import java.util.Locale;

/**
 * A number that every calibration image has been scored with. It grows with how unlikely an image is, but for the contrast,
 * which is as suspicious when it is low.
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
    },
    /** The mean brightness step between neighbouring pixels, 0 to 1: what a covered or blurred lens takes away. */
    CONTRAST {
        @Override
        public double of(ElboTerms terms, double beta) {
            return terms.contrast();
        }
    };

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * This score of an image; in nats, but for the contrast.
     *
     * @param beta the weight of the KL term that the model was trained with
     */
    public abstract double of(ElboTerms terms, double beta);

    /** The name in calibration files, records and metrics. */
    public String label() {
        return label;
    }
}
