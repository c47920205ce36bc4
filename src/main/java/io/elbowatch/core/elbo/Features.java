package io.elbowatch.core.elbo;

import java.util.Arrays;
import java.util.Objects;

/**
 * The features that a graph computes of one image in addition to its terms: one or more numbers, in the order of the
 * manifest's names. Here only their joint density counts (docs/decisions/0008). Immutable; equal when all numbers are
 * equal.
 */
public final class Features {
    private final float[] values; // may hold those of other images, too
    private final int from;
    private final int size; // F

    private Features(float[] values, int from, int size) {
        Objects.checkFromIndexSize(from, size, values.length);
        if (size == 0) {
            throw new IllegalArgumentException("an image has at least one feature");
        }
        this.values = values;
        this.from = from;
        this.size = size;
    }

    public static Features of(float... values) {
        return new Features(values.clone(), 0, values.length);
    }

    /** A view of a part of an array that must not change: the features of a batch share one array. */
    public static Features of(float[] shared, int from, int size) {
        return new Features(shared, from, size);
    }

    /** F: the number of features. */
    public int size() {
        return size;
    }

    public float get(int i) {
        return values[from + Objects.checkIndex(i, size)];
    }

    /** In double precision // [F] */
    double[] toDoubles() {
        double[] doubles = new double[size];
        for (int i = 0; i < size; i++) {
            doubles[i] = get(i);
        }
        return doubles;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features that
                && Arrays.equals(values, from, from + size, that.values, that.from, that.from + that.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < from + size; i++) {
            hash = 31 * hash + Float.floatToIntBits(values[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOfRange(values, from, from + size));
    }
}
