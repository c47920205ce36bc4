package io.elbowatch.core.verdict;

import java.util.Objects;

/**
 * The decision on one image, with all its scores and p-values, which score decided, and the false-alarm rate.
 *
 * <p>The p-values are conformal: under exchangeability with the calibration images, P(p ≤ α) ≤ α for each of them
 * (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005). All lie in (0, 1].
 */
public final class Verdict {
    private final double[] scores; // [Score]
    private final double[] pValues; // [Score]
    private final double joined;
    private final Decider decider;
    private final double alpha;
    private final boolean extrapolated;
    private final CalibrationStamp calibration;

    /**
     * Takes over the arrays.
     *
     * @param scores of the image, in the order of {@link Score}
     * @param pValues of each score alone, in the same order
     * @param joined the p-value of {@link Decider#DEFAULT}
     * @param decider which p-value decides
     * @param alpha the false-alarm rate, 0 &lt; α &lt; 1
     * @param calibration which images the p-values compare with
     */
    public Verdict(
            double[] scores,
            double[] pValues,
            double joined,
            Decider decider,
            double alpha,
            CalibrationStamp calibration) {
        this(scores, pValues, joined, decider, alpha, calibration, false);
    }

    private Verdict(
            double[] scores,
            double[] pValues,
            double joined,
            Decider decider,
            double alpha,
            CalibrationStamp calibration,
            boolean extrapolated) {
        this.calibration = Objects.requireNonNull(calibration, "calibration");
        this.extrapolated = extrapolated;
        this.scores = scores;
        this.pValues = pValues;
        this.joined = joined;
        this.decider = Objects.requireNonNull(decider, "decider");
        this.alpha = alpha;
    }

    /** In nats. */
    public double score(Score score) {
        return scores[score.ordinal()];
    }

    /** The p-value of one score alone. */
    public double pValue(Score score) {
        return pValues[score.ordinal()];
    }

    /** The p-value by which a decider decides. */
    public double pValue(Decider by) {
        return by.joins() ? joined : pValue(by.scores().get(0));
    }

    /** The p-value that decided. */
    public double pValue() {
        return pValue(decider);
    }

    /** p ≤ α. */
    public boolean anomalous() {
        return pValue() <= alpha;
    }

    /** Whether the p-value that decided comes from the tail of a score, beyond the calibration images. */
    public boolean extrapolated() {
        return extrapolated;
    }

    Verdict asExtrapolated() {
        return new Verdict(scores, pValues, joined, decider, alpha, calibration, true);
    }

    /** Which images the p-values compare with: those of the group of the image's source, or all. */
    public CalibrationStamp calibration() {
        return calibration;
    }

    public Decider decider() {
        return decider;
    }

    public double alpha() {
        return alpha;
    }

    @Override
    public String toString() {
        return (anomalous() ? "anomalous" : "normal") + " by " + decider.label() + ": p " + pValue() + ", alpha "
                + alpha;
    }
}
