package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.Sample;

/**
 * A score of all images that calibrate it, in ascending order; finite, in single precision like {@link Score#of}, and
 * never changed.
 */
final class SortedScores {
    /** One cache line of floats. */
    private static final int BLOCK = 16;

    private final float[] ascending; // [n]
    private final float[] firsts; // of each block, [ceil(n / BLOCK)]

    SortedScores(double[] ascending) {
        for (int i = 0; i < ascending.length; i++) {
            if (!Double.isFinite(ascending[i])) {
                throw new IllegalArgumentException("calibration score " + i + " is " + ascending[i]);
            }
            if (i > 0 && ascending[i] < ascending[i - 1]) {
                throw new IllegalArgumentException("calibration scores must ascend; number " + i + " does not");
            }
        }
        this.ascending = new float[ascending.length];
        for (int i = 0; i < ascending.length; i++) {
            this.ascending[i] = (float) Score.single(ascending[i]);
        }
        this.firsts = new float[(ascending.length + BLOCK - 1) / BLOCK];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = this.ascending[i * BLOCK];
        }
    }

    Sample sample() {
        double[] scores = new double[ascending.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ascending[i];
        }
        return Sample.of(scores);
    }

    int size() {
        return ascending.length;
    }

    /** The same for the same scores alone, as good as. */
    long fingerprint() {
        long hash = ascending.length;
        for (float score : ascending) {
            hash = (hash ^ Float.floatToIntBits(score)) * 0x100000001b3L; // FNV-1a, by words
        }
        return hash;
    }

    /** (1 + #{calibration ≥ score}) / (n + 1): small when the score is too high. */
    double upper(double score) {
        return (1.0 + size() - below(score)) / (size() + 1.0);
    }

    /** (1 + #{calibration ≤ score}) / (n + 1): small when the score is too low. */
    double lower(double score) {
        return lower(score, below(score));
    }

    /** 1 + #{calibration ≥ score}: the place of a further score, the highest first. */
    int place(double score) {
        return 1 + size() - below(score);
    }

    /** Number i from the highest; the lowest if there are fewer, ∞ for i = 0. */
    double highest(int i) {
        return i < 1 ? Double.POSITIVE_INFINITY : ascending[Math.max(0, size() - i)];
    }

    /** min(1, 2·min(upper, lower)). */
    double twoSided(double score) {
        int below = below(score);
        double upper = (1.0 + size() - below) / (size() + 1.0);
        return Math.min(1, 2 * Math.min(upper, lower(score, below)));
    }

    /** The largest score whose upper p-value is still above α. A larger score is anomalous. */
    double upperThreshold(double alpha) {
        int allowedAbove = (int) Math.floor(alpha * (size() + 1.0) - 1 + 1e-9);
        return allowedAbove < 0 ? Double.POSITIVE_INFINITY : ascending[Math.max(0, size() - 1 - allowedAbove)];
    }

    /** The smallest score whose lower p-value is still above α. A smaller score is anomalous. */
    double lowerThreshold(double alpha) {
        int allowedBelow = (int) Math.floor(alpha * (size() + 1.0) - 1 + 1e-9);
        return allowedBelow < 0 ? Double.NEGATIVE_INFINITY : ascending[Math.min(size() - 1, allowedBelow)];
    }

    /** The score below which a share q of the calibration images lies. */
    double quantile(double q) {
        return ascending[(int) Math.min(size() - 1, Math.floor(q * size()))];
    }

    private double lower(double score, int below) {
        boolean tied = below < size() && ascending[below] == score;
        return (1.0 + (tied ? below(Math.nextUp(score)) : below)) / (size() + 1.0);
    }

    /**
     * The number of calibration scores strictly below. Arrays.binarySearch does not fit: it orders −0.0 below 0.0. One
     * binary search over all scores is slow: the model has evicted them from the cache, so that every step would wait
     * for memory. The first scores of the blocks stay in the cache.
     */
    private int below(double score) {
        int from = 0;
        int to = firsts.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (firsts[middle] < score) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        if (from == 0) {
            return 0;
        }
        int below = (from - 1) * BLOCK;
        int end = Math.min(below + BLOCK, ascending.length);
        for (int i = below; i < end; i++) {
            below += ascending[i] < score ? 1 : 0;
        }
        return below;
    }
}
