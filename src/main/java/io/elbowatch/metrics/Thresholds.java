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

    /**
     * α is shared by the sides that a decider joins, so each of them has a threshold at its share: a two-sided p-value
     * is at most α when one side is at most α/2, and the joint one when either of two is at most α/2.
     */
    static List<Threshold> of(Judge judge) {
        Calibration calibration = judge.calibration();
        double alpha = judge.alpha();
        return switch (judge.decider()) {
            case DEFAULT ->
                List.of(
                        upper(calibration, Score.LOCAL, alpha / 2),
                        upper(calibration, Score.CONTRAST, alpha / 4),
                        lower(calibration, Score.CONTRAST, alpha / 4));
            case ELBO -> List.of(upper(calibration, Score.ELBO, alpha / 2), lower(calibration, Score.ELBO, alpha / 2));
            case CONTRAST ->
                List.of(upper(calibration, Score.CONTRAST, alpha / 2), lower(calibration, Score.CONTRAST, alpha / 2));
            case RECONSTRUCTION -> List.of(upper(calibration, Score.RECONSTRUCTION, alpha));
            case KL -> List.of(upper(calibration, Score.KL, alpha));
            case LOCAL -> List.of(upper(calibration, Score.LOCAL, alpha));
        };
    }

    private static Threshold upper(Calibration calibration, Score score, double alpha) {
        return new Threshold(score, Side.UPPER, calibration.upperThreshold(score, alpha));
    }

    private static Threshold lower(Calibration calibration, Score score, double alpha) {
        return new Threshold(score, Side.LOWER, calibration.lowerThreshold(score, alpha));
    }
}
