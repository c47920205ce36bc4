package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import java.util.List;

/**
 * The scores beyond which a judge calls an image anomalous whatever its other scores; only of scores that its decider
 * reads.
 */
final class Thresholds {
    private Thresholds() {}

    /** The side of the calibration scores on which an image is anomalous. */
    enum Side {
        UPPER,
        LOWER
    }

    /** Beyond this value, on this side, an image is anomalous. */
    record Threshold(Score score, Side side, double value) {}

    /** A p-value is a count over n + 1: less a share so small, though more than single precision rounds, "at most" is "below". */
    private static final double BELOW = 1 - 2e-7;

    /**
     * Two scores that a decider joins have thresholds at the same p-value, which is below α, and each side of a two-sided score
     * has one at α/2.
     */
    static List<Threshold> of(Judge judge) {
        Calibration calibration = judge.calibration();
        double alpha = judge.alpha();
        return switch (judge.decider()) {
            case DEFAULT ->
                List.of(
                        upper(calibration, Score.LOCAL, BELOW * calibration.joinedThreshold(alpha)),
                        upper(calibration, Score.DENSITY, BELOW * calibration.joinedThreshold(alpha)));
            case ELBO -> List.of(upper(calibration, Score.ELBO, alpha / 2), lower(calibration, Score.ELBO, alpha / 2));
            case RECONSTRUCTION -> List.of(upper(calibration, Score.RECONSTRUCTION, alpha));
            case KL -> List.of(upper(calibration, Score.KL, alpha));
            case LOCAL -> List.of(upper(calibration, Score.LOCAL, alpha));
            case DENSITY -> List.of(upper(calibration, Score.DENSITY, alpha));
        };
    }

    private static Threshold upper(Calibration calibration, Score score, double alpha) {
        return new Threshold(score, Side.UPPER, calibration.upperThreshold(score, alpha));
    }

    private static Threshold lower(Calibration calibration, Score score, double alpha) {
        return new Threshold(score, Side.LOWER, calibration.lowerThreshold(score, alpha));
    }
}
