package io.elbowatch.core.elbo;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What a graph says of one image beyond its terms: numbers in the order of the manifest's names, at least one. They mean
 * nothing here but how usual they are together (docs/decisions/0008); never changed, and equal when all numbers are.
 */
public final class Features {
    private final float[] values; // [F]

    private Features(float[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an image has at least one feature");
        }
        this.values = values;
    }

    public static Features of(float... values) {
        return new Features(values.clone());
    }

    /** The next {@code size} numbers of a buffer. */
    public static Features read(FloatBuffer buffer, int size) {
        float[] values = new float[size];
        buffer.get(values);
        return new Features(values);
    }

    /** F. */
    public int size() {
        return values.length;
    }

    public float get(int i) {
        return values[i];
    }

    /** In double precision // [F] */
    double[] toDoubles() {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features features && Arrays.equals(values, features.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
