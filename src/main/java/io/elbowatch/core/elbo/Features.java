package io.elbowatch.core.elbo;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The features that a graph computes of one image in addition to its terms: one or more numbers, in the order of the
 * manifest's names. Here only their joint density counts (docs/decisions/0008). Immutable; equal when all numbers are
 * equal.
 */
public final class Features {
    private final FloatBuffer values; // [F]

    private Features(FloatBuffer values) {
        if (!values.hasRemaining()) {
            throw new IllegalArgumentException("an image has at least one feature");
        }
        this.values = values;
    }

    public static Features of(float... values) {
        return new Features(FloatBuffer.wrap(values.clone()));
    }

    /** A view of a part of a buffer that must not change: the features of a batch share one buffer. */
    public static Features of(FloatBuffer buffer, int from, int size) {
        return new Features(buffer.slice(from, size));
    }

    /** F: the number of features. */
    public int size() {
        return values.capacity();
    }

    public float get(int i) {
        return values.get(i);
    }

    /** In double precision // [F] */
    double[] toDoubles() {
        double[] doubles = new double[size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = get(i);
        }
        return doubles;
    }

    private float[] toArray() {
        float[] floats = new float[size()];
        values.get(0, floats);
        return floats;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features features && Arrays.equals(toArray(), features.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toArray());
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
