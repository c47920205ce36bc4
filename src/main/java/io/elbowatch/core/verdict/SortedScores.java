package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.Sample;
import java.util.Arrays;

/**
 * One score of all calibration images, in ascending order; finite, in single precision as {@link Scores}, and never changed.
 */
final class SortedScores {
    private final double[] ascending; // [n]

    SortedScores(double[] ascending) {
        for (int i = 0; i < ascending.length; i++) {
            if (!Double.isFinite(ascending[i])) {
                throw new IllegalArgumentException("calibration score " + i + " is " + ascending[i]);
            }
            if (i > 0 && ascending[i] < ascending[i - 1]) {
                throw new IllegalArgumentException("calibration scores must ascend; number " + i + " does not");
            }
        }
        this.ascending = Arrays.stream(ascending).map(Scores::single).toArray();
    }

    Sample sample() {
        return Sample.of(ascending);
    }

    int size() {
        return ascending.length;
    }

    /** (1 + #{calibration ≥ score}) / (n + 1): small when the score is too high. */
    double upper(double score) {
        return (1.0 + size() - below(score)) / (size() + 1.0);
    }

    /** (1 + #{calibration ≤ score}) / (n + 1): small when the score is too low. */
    double lower(double score) {
        return (1.0 + below(Math.nextUp(score))) / (size() + 1.0);
    }

    /** #{calibration ≥ score}/n, which is upper's p-value for a score that is among them itself. */
    double share(double score) {
        return (size() - below(score)) / (double) size();
    }

    /** min(1, 2·min(upper, lower)). */
    double twoSided(double score) {
        return Math.min(1, 2 * Math.min(upper(score), lower(score)));
    }

    /** The largest score whose upper p-value is still above α: whatever exceeds it is anomalous. */
    double upperThreshold(double alpha) {
        int allowedAbove = (int) Math.floor(alpha * (size() + 1.0) - 1 + 1e-9);
        return allowedAbove < 0 ? Double.POSITIVE_INFINITY : ascending[Math.max(0, size() - 1 - allowedAbove)];
    }

    /** The smallest score whose lower p-value is still above α: whatever falls short of it is anomalous. */
    double lowerThreshold(double alpha) {
        int allowedBelow = (int) Math.floor(alpha * (size() + 1.0) - 1 + 1e-9);
        return allowedBelow < 0 ? Double.NEGATIVE_INFINITY : ascending[Math.min(size() - 1, allowedBelow)];
    }

    /** The score below which a share q of the calibration images lie. */
    double quantile(double q) {
        return ascending[(int) Math.min(size() - 1, Math.floor(q * size()))];
    }

    /** How many calibration scores lie strictly below. Not Arrays.binarySearch: to it −0.0 is below 0.0. */
    private int below(double score) {
        int from = 0;
        int to = ascending.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (ascending[middle] < score) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
