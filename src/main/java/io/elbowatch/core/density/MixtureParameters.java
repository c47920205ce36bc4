package io.elbowatch.core.density;

import java.util.Arrays;

/**
 * The parameters of a mixture of Gaussians. The sizes are consistent, all numbers are finite, scales and weights are
 * positive, and the weights add up to one.
 *
 * @param centre of the features, [F]
 * @param scale of the features, [F]
 * @param weights of the components, [K]
 * @param means of the components, of standardised features (feature − centre)/scale, [K, F]
 * @param covariances of the components, each a lower triangle row by row, [K, F(F+1)/2]
 */
public record MixtureParameters(
        double[] centre, double[] scale, double[] weights, double[][] means, double[][] covariances) {
    private static final double ROUNDING = 1e-6;

    /** @throws IllegalArgumentException naming the inconsistent parameter */
    public MixtureParameters {
        requireSize("centre", centre, centre == null ? 1 : Math.max(1, centre.length));
        requireSize("scale", scale, centre.length);
        requireSize("weights", weights, weights == null ? 1 : Math.max(1, weights.length));
        requireRows("means", means, weights.length, centre.length);
        requireRows("covariances", covariances, weights.length, centre.length * (centre.length + 1) / 2);
        requirePositive("scale", scale);
        requirePositive("weights", weights);
        double sum = Arrays.stream(weights).sum();
        if (Math.abs(sum - 1) > ROUNDING) {
            throw new IllegalArgumentException("weights must add up to 1, not " + sum);
        }
    }

    /** F: the number of features. */
    public int features() {
        return centre.length;
    }

    /** K: the number of components. */
    public int components() {
        return weights.length;
    }

    private static void requireRows(String name, double[][] rows, int count, int size) {
        if (rows == null || rows.length != count) {
            throw new IllegalArgumentException(
                    name + " must have " + count + " rows, not " + (rows == null ? 0 : rows.length));
        }
        for (int k = 0; k < count; k++) {
            requireSize(name + "[" + k + "]", rows[k], size);
        }
    }

    private static void requireSize(String name, double[] values, int size) {
        if (values == null || values.length != size) {
            throw new IllegalArgumentException(
                    name + " must have " + size + " numbers, not " + (values == null ? 0 : values.length));
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + " has " + value);
            }
        }
    }

    private static void requirePositive(String name, double[] values) {
        for (double value : values) {
            if (!(value > 0)) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
        }
    }
}
