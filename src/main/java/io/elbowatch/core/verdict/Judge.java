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
    private final boolean extrapolates;
    private final CalibrationStamp stamp;

    /**
     * @param beta the weight of the KL term in the model's training
     * @param alpha the false-alarm rate
     * @throws IllegalArgumentException when the calibration has too few images for this α: images beyond all of them
     *     could have a p-value above it, and would not be anomalous
     */
    public Judge(Calibration calibration, double beta, Decider decider, double alpha) {
        this(calibration, beta, decider, alpha, false);
    }

    /**
     * @param extrapolate whether p-values of images above all calibration images come from {@link Calibration#tails}, where
     *     there are any: an estimate without a guarantee
     * @throws IllegalArgumentException as above, when the tails do not reach this α either
     */
    public Judge(Calibration calibration, double beta, Decider decider, double alpha, boolean extrapolate) {
        this.extrapolates = extrapolate;
        this.calibration = Objects.requireNonNull(calibration, "calibration");
        this.beta = beta;
        this.decider = Objects.requireNonNull(decider, "decider");
        this.alpha = alpha;
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha);
        }
        if (alpha < lowestAlpha()) {
            throw new IllegalArgumentException(outOfReach());
        }
        this.stamp = calibration.stamp(decider);
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
        return extrapolates
                ? extrapolated(scores, pValues, joined)
                : new Verdict(scores, pValues, joined, decider, alpha, stamp);
    }

    /** Joined scores share α, as by Bonferroni: nothing is known of their tails together. */
    private Verdict extrapolated(double[] scores, double[] pValues, double joined) {
        double smallest = 1;
        for (int i = 0; i < SCORES.length; i++) {
            double tail = calibration.tailPValue(SCORES[i], scores[i]);
            pValues[i] = Math.min(pValues[i], tail);
            if (Decider.DEFAULT.scores().contains(SCORES[i])) {
                smallest = Math.min(smallest, Decider.DEFAULT.scores().size() * tail);
            }
        }
        boolean first = joined <= calibration.lowestAlpha(Decider.DEFAULT);
        double least = calibration.lowestAlpha(decider);
        double pValue = first ? Math.min(joined, smallest) : joined;
        Verdict verdict = new Verdict(scores, pValues, pValue, decider, alpha, stamp);
        return verdict.pValue() < least ? verdict.asExtrapolated() : verdict;
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

    /** The lowest α that these calibration images support, by their tails where those extend the p-values. */
    public double lowestAlpha() {
        return extrapolates ? calibration.lowestExtrapolatedAlpha(decider) : calibration.lowestAlpha(decider);
    }

    /** Whether p-values of images above all calibration images come from their tails. */
    public boolean extrapolates() {
        return extrapolates;
    }

    /** Whether α is so low that only an extrapolated p-value reaches it. */
    public boolean extrapolatesAlpha() {
        return alpha < calibration.lowestAlpha(decider);
    }
}
