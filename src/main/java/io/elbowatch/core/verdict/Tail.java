package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.KolmogorovSmirnov;

/**
 * The tail of a score beyond its calibration images: P(score &gt; s) = k/n·(1 + ξ(s − threshold)/σ)^(−1/ξ) above the
 * threshold. Peaks over threshold with a generalised Pareto distribution (Pickands 1975; Siffer et al. 2017), fitted by
 * probability-weighted moments (Hosking and Wallis 1987). Only for an α below 1/(n+1), and only when asked for. {@code
 * model/elbowatch_model/tail.py} computes the same.
 *
 * @param threshold the highest score below the highest tenth
 * @param excesses k, the number of scores above it
 * @param shape ξ, 0 for an exponential tail; an end (ξ &lt; 0) that is estimated too low would give p-values of 0
 * @param scale σ
 * @param fit the p-value of Kolmogorov and Smirnov, not corrected for the fit: rather too large
 */
public record Tail(double threshold, int excesses, double shape, double scale, double fit) {
    /** How far an α may lie below 1/(n+1). */
    static final double FURTHEST = 100;

    private static final int TENTH = 10;
    private static final int LEAST_EXCESSES = 10;
    private static final double MOST_SHAPE = 0.5;
    private static final double LEAST_FIT = 0.01;

    /** @throws IllegalArgumentException naming what is not sane */
    public Tail {
        if (!Double.isFinite(threshold) || excesses < LEAST_EXCESSES) {
            throw new IllegalArgumentException(excesses + " scores lie above the highest tenth's threshold, and "
                    + LEAST_EXCESSES + " are needed");
        }
        if (!(shape >= 0 && shape < MOST_SHAPE)) {
            throw new IllegalArgumentException("its shape is " + shape + ", and below " + MOST_SHAPE + " is sane");
        }
        if (!(scale > 0 && Double.isFinite(scale))) {
            throw new IllegalArgumentException("its scale is " + scale);
        }
        if (!(fit >= LEAST_FIT && fit <= 1)) {
            throw new IllegalArgumentException("a generalised Pareto tail does not fit: Kolmogorov-Smirnov p " + fit);
        }
    }

    /** Of the scores of calibration images. @throws IllegalArgumentException saying why there is none */
    public static Tail of(double[] ascending) {
        int n = ascending.length;
        double threshold = ascending[n - 1 - n / TENTH];
        int first = n;
        while (first > 0 && ascending[first - 1] > threshold) {
            first--;
        }
        int count = n - first;
        if (count < LEAST_EXCESSES) {
            return new Tail(threshold, count, 0, 1, 1);
        }
        double mean = 0;
        double weighted = 0;
        for (int i = 0; i < count; i++) {
            double excess = ascending[first + i] - threshold;
            mean += excess / count;
            weighted += (1 - (i + 1 - 0.35) / count) * excess / count;
        }
        double shape = 2 - mean / (mean - 2 * weighted);
        double scale = 2 * mean * weighted / (mean - 2 * weighted);
        if (shape <= 0) {
            shape = 0;
            scale = mean;
        }
        Tail unchecked = new Tail(threshold, count, shape, scale, 1);
        double distance = 0;
        for (int i = 0; i < count; i++) {
            double below = 1 - unchecked.beyond(ascending[first + i]);
            distance = Math.max(distance, Math.abs(below - i / (double) count));
            distance = Math.max(distance, Math.abs(below - (i + 1) / (double) count));
        }
        return new Tail(threshold, count, shape, scale, KolmogorovSmirnov.pValue(distance, count));
    }

    /** P(a normal image has a higher score than this one above the threshold), above 0. @param images n */
    double pValue(double score, int images) {
        return Math.max(Double.MIN_NORMAL, excesses / (double) images * beyond(score));
    }

    /** The score whose p-value is this one. */
    double score(double pValue, int images) {
        double logarithm = -Math.log(pValue * images / excesses);
        return threshold + scale * (shape == 0 ? logarithm : Math.expm1(shape * logarithm) / shape);
    }

    private double beyond(double score) {
        double z = (score - threshold) / scale;
        return shape == 0 ? Math.exp(-z) : Math.exp(-Math.log1p(shape * z) / shape);
    }
}
