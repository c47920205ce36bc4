package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import java.util.List;

/**
 * The scores beyond which a judge calls an image anomalous, whatever its other scores are; also for scores that do not
 * decide, as if each decided alone.
 */
public final class Thresholds {
    private Thresholds() {}

    /** The side of the calibration scores on which an image is anomalous. */
    public enum Side implements Labelled {
        UPPER,
        LOWER
    }

    /** An image is anomalous beyond this value on this side. */
    public record Threshold(Score score, Side side, double value) {}

    /**
     * Makes "p ≤ joined threshold" of "p &lt; joined threshold". A p-value is a count over n + 1, so that this factor
     * skips no p-value; it is larger than the rounding of single precision.
     */
    private static final double BELOW = 1 - 2e-7;

    /**
     * Of the scores that decide. Two joined scores have thresholds at the same p-value, which is below α. A two-sided
     * score has one at α/2 on each side.
     */
    public static List<Threshold> of(Judge judge) {
        return of(judge, judge.decider().scores());
    }

    /** Of all scores; of one that does not decide, as if it decided alone. */
    public static List<Threshold> ofAll(Judge judge) {
        return of(judge, List.of(Score.values()));
    }

    /** Of one score on its upper side, as above. */
    public static Threshold upper(Judge judge, Score score) {
        return of(judge, score, Side.UPPER);
    }

    private static List<Threshold> of(Judge judge, List<Score> scores) {
        return scores.stream()
                .flatMap(score -> score.sides().stream().map(side -> of(judge, score, side)))
                .toList();
    }

    private static Threshold of(Judge judge, Score score, Side side) {
        Calibration calibration = judge.calibration();
        double alpha = alphaOfOneSide(judge, score);
        return new Threshold(
                score,
                side,
                side == Side.UPPER
                        ? calibration.upperThreshold(score, alpha)
                        : calibration.lowerThreshold(score, alpha));
    }

    private static double alphaOfOneSide(Judge judge, Score score) {
        Decider decider = judge.decider();
        return decider.joins() && decider.scores().contains(score)
                ? BELOW * judge.calibration().joinedThreshold(judge.alpha())
                : judge.alpha() / score.sides().size();
    }
}
