package io.elbowatch.core.elbo;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What a graph says of one image beyond its terms: numbers in the order of the manifest's names, at least one. They mean
 * nothing here but how usual they are together (docs/decisions/0008); never changed, and equal when all numbers are.
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

    /** A part of a buffer that nothing changes: the features of a batch are kept together. */
    public static Features of(FloatBuffer buffer, int from, int size) {
        return new Features(buffer.slice(from, size));
    }

    /** F. */
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
