package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import java.util.Locale;
import java.util.Objects;

/**
 * Turns the terms of an image into a verdict. The same terms always give the same verdict, and a higher score never
 * gives a higher one-sided p-value.
 */
public final class Judge {
    private static final Score[] SCORES = Score.values();

    private final Calibration calibration;
    private final double beta;
    private final Decider decider;
    private final double alpha;

    /**
     * @param beta the weight of the KL term in the model's training
     * @param alpha the false-alarm rate
     * @throws IllegalArgumentException when the calibration has too few images for this α: images beyond all of them
     *     could have a p-value above it, and would not be anomalous
     */
    public Judge(Calibration calibration, double beta, Decider decider, double alpha) {
        this.calibration = Objects.requireNonNull(calibration, "calibration");
        this.beta = beta;
        this.decider = Objects.requireNonNull(decider, "decider");
        this.alpha = alpha;
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha);
        }
        if (alpha < calibration.lowestAlpha(decider)) {
            throw new IllegalArgumentException(outOfReach());
        }
    }

    private String outOfReach() {
        String reach = calibration.crossFitted()
                ? new Reach(calibration.images(), decider).sentence()
                : String.format(
                        Locale.ROOT,
                        "with %d images, of which %d calibrate '%s' in this older calibration: alpha %.2g and above",
                        calibration.images(),
                        calibration.images(decider),
                        decider.label(),
                        calibration.lowestAlpha(decider));
        return String.format(
                Locale.ROOT,
                "alpha %s is out of reach of '%s' %s; calibrate with at least %d images or raise alpha",
                Reach.plain(alpha),
                decider.label(),
                reach,
                Reach.neededImages(decider, alpha));
    }

    /** The verdict on an image. @throws IllegalArgumentException when a term is not finite */
    public Verdict judge(ElboTerms terms) {
        if (!terms.finite()) {
            throw new IllegalArgumentException("no verdict on terms that are not finite: " + terms);
        }
        double[] scores = new double[SCORES.length];
        double[] pValues = new double[SCORES.length];
        for (int i = 0; i < SCORES.length; i++) {
            scores[i] = SCORES[i].of(terms, beta, calibration.mixture());
            pValues[i] = calibration.pValue(SCORES[i], scores[i]);
        }
        double joined = calibration.joinedPValue(scores[Score.LOCAL.ordinal()], scores[Score.DENSITY.ordinal()]);
        return new Verdict(scores, pValues, joined, decider, alpha);
    }

    public Calibration calibration() {
        return calibration;
    }

    public double beta() {
        return beta;
    }

    public Decider decider() {
        return decider;
    }

    public double alpha() {
        return alpha;
    }
}
