package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Thresholds.Side;
import java.util.List;

/**
 * A number by which images are ranked among calibration images, in nats. It grows with how unlikely an image is. All
 * that differs from score to score is said here; {@link Decider} lists which scores decide.
 */
public enum Score implements Labelled {
    /**
     * The ELBO loss: reconstruction nll plus β times kl. Two-sided: a blank image is far too likely, and as suspicious
     * as one that is far too unlikely.
     */
    ELBO("elboLoss", (terms, beta, mixture) -> terms.elboLoss(beta)) {
        @Override
        public List<Side> sides() {
            return BOTH_SIDES;
        }
    },
    /** The reconstruction error: nll beyond that of a perfect reconstruction. */
    RECONSTRUCTION("reconstructionError", (terms, beta, mixture) -> terms.reconstructionError()),
    /** The KL divergence of the posterior from the prior. */
    KL("kl", (terms, beta, mixture) -> terms.kl()),
    /** The largest ELBO loss of one window: how bad the worst place is. */
    LOCAL("local", (terms, beta, mixture) -> terms.local()) {
        @Override
        public String unit() {
            return "nats a pixel";
        }
    },
    /**
     * −log p of the features under the mixture: how unusual they are together, as of a covered lens, a blur, or
     * something new. Too easy is as unusual as too hard, so one side is enough.
     */
    DENSITY("density", (terms, beta, mixture) -> mixture.density(terms.features())) {
        @Override
        public boolean needsMixture() {
            return true;
        }
    };

    private static final List<Side> UPPER_SIDE = List.of(Side.UPPER);
    private static final List<Side> BOTH_SIDES = List.of(Side.UPPER, Side.LOWER);

    private interface Formula {
        double of(ElboTerms terms, double beta, Mixture mixture);
    }

    private final String label = Labelled.super.label();
    private final String field;
    private final Formula formula;

    Score(String field, Formula formula) {
        this.field = field;
        this.formula = formula;
    }

    /**
     * The score of an image in single precision; finite. The nine digits of a calibration file are then exactly the
     * score, so that equal images, such as blank ones, tie with those that calibrated.
     *
     * @param terms finite
     * @param beta the weight of the KL term in the model's training
     */
    public double of(ElboTerms terms, double beta, Mixture mixture) {
        return single(formula.of(terms, beta, mixture));
    }

    /** The sides of the calibration scores on which an image is anomalous by this score. */
    public List<Side> sides() {
        return UPPER_SIDE;
    }

    /** Whether it comes from the mixture. */
    public boolean needsMixture() {
        return false;
    }

    /** The unit, for people. */
    public String unit() {
        return "nats";
    }

    /** The field of {@code terms} in records, and the column in CSV files. */
    public String field() {
        return field;
    }

    /** The name in settings, calibration files, p-values and labels of metrics. */
    @Override
    public String label() {
        return label;
    }

    /** Rounded to a float, and still finite. */
    public static double single(double value) {
        return Math.max(-Float.MAX_VALUE, Math.min((float) value, Float.MAX_VALUE));
    }
}
