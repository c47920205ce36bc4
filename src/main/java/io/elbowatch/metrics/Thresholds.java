package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import java.util.Map;

/**
 * The scores above which a judge calls an image anomalous whatever its other scores; one for each score that its
 * decider reads, none for the others. Scores that are too low, which a two-sided test finds, have no threshold here.
 */
final class Thresholds {
    private Thresholds() {}

    /**
     * α is shared by the sides that a decider joins, so each of them has a threshold at its share: a two-sided p-value
     * is at most α when one side is at most α/2, and the joint one when either of two is at most α/2.
     */
    static Map<Score, Double> of(Judge judge) {
        Calibration calibration = judge.calibration();
        double alpha = judge.alpha();
        return switch (judge.decider()) {
            case DEFAULT ->
                Map.of(
                        Score.ELBO, calibration.upperThreshold(Score.ELBO, alpha / 4),
                        Score.LOCAL, calibration.upperThreshold(Score.LOCAL, alpha / 2));
            case ELBO -> Map.of(Score.ELBO, calibration.upperThreshold(Score.ELBO, alpha / 2));
            case RECONSTRUCTION ->
                Map.of(Score.RECONSTRUCTION, calibration.upperThreshold(Score.RECONSTRUCTION, alpha));
            case KL -> Map.of(Score.KL, calibration.upperThreshold(Score.KL, alpha));
            case LOCAL -> Map.of(Score.LOCAL, calibration.upperThreshold(Score.LOCAL, alpha));
        };
    }
}
