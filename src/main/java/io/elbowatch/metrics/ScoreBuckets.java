package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import java.util.TreeSet;

/**
 * The histogram bounds of one score: quantiles of the calibration images, densest near thresholds, and some beyond on
 * both sides. They depend on the bundle alone, so that a change of α breaks no series. Always ascending, distinct and
 * finite, and never below 0 for a score without a negative calibration value.
 */
final class ScoreBuckets {
    private static final double[] QUANTILES = {.001, .01, .05, .25, .5, .75, .9, .95, .99, .995, .999};
    /** Bounds beyond the outer quantiles, in distances from the median to the outer quantile. */
    private static final double[] BELOW = {1, 3};

    private static final double[] ABOVE = {.5, 1, 2, 4, 8, 16};

    private ScoreBuckets() {}

    static double[] of(Calibration calibration, Score score) {
        double low = calibration.quantile(score, QUANTILES[0]);
        double median = calibration.quantile(score, .5);
        double high = calibration.quantile(score, QUANTILES[QUANTILES.length - 1]);
        double spread = high > low ? high - low : Math.max(1, Math.abs(median));
        TreeSet<Double> bounds = new TreeSet<>();
        for (double q : QUANTILES) {
            bounds.add(rounded(calibration.quantile(score, q)));
        }
        for (double times : BELOW) {
            bounds.add(rounded(low - times * (median > low ? median - low : spread)));
        }
        for (double times : ABOVE) {
            bounds.add(rounded(high + times * (high > median ? high - median : spread)));
        }
        boolean neverNegative = calibration.quantile(score, 0) >= 0;
        bounds.removeIf(bound -> Double.isInfinite(bound) || neverNegative && bound < 0);
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Rounds to single precision, that of the model: {@code le="84.13"} and not {@code le="84.12999725341797"}.
     * Rounding to a share of the spread would be shorter still, but one outlier could merge the buckets around the
     * threshold.
     */
    private static double rounded(double value) {
        return Double.parseDouble(Float.toString((float) value)) + 0.0; // −0 becomes 0
    }
}
