package io.elbowatch.core.statistics;

import java.util.Arrays;

/** One or more finite numbers in ascending order. Immutable. */
public final class Sample {
    private final double[] ascending; // [n]

    private Sample(double[] ascending) {
        if (ascending.length == 0) {
            throw new IllegalArgumentException("a sample has at least one number");
        }
        for (double value : ascending) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a sample has finite numbers, not " + value);
            }
        }
        this.ascending = ascending;
    }

    /** A sample of numbers in any order. */
    public static Sample of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Sample(sorted);
    }

    /** n: the size of the sample. */
    public int size() {
        return ascending.length;
    }

    /** The numbers, ascending. */
    public double[] ascending() {
        return ascending.clone();
    }

    /** Number i of n in ascending order. */
    public double get(int i) {
        return ascending[i];
    }

    public double smallest() {
        return ascending[0];
    }

    public double largest() {
        return ascending[size() - 1];
    }

    /**
     * The quantile by linear interpolation between the order statistics around (n − 1)q: definition 7 of Hyndman and
     * Fan, "Sample Quantiles in Statistical Packages" (1996), and numpy's default. 0 ≤ q ≤ 1.
     */
    public double quantile(double q) {
        double place = (size() - 1) * q;
        int below = (int) Math.floor(place);
        double from = ascending[below];
        double to = ascending[Math.min(below + 1, size() - 1)];
        return from + (to - from) * (place - below);
    }

    public double median() {
        return quantile(0.5);
    }

    /** The distance between the quartiles. */
    public double interquartileRange() {
        return quantile(0.75) - quantile(0.25);
    }
}
