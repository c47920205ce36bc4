package io.elbowatch.core.density;

/**
 * The inverse of the Cholesky factor of a covariance, L⁻¹ of Σ = L·Lᵀ. It whitens deviations from the mean: they become
 * independent with variance 1.
 */
final class InverseCholesky {
    private final double[] inverse; // lower triangle, row by row
    private final double logDeterminant;

    /**
     * @param covariance lower triangle, row by row
     * @throws IllegalArgumentException when it is not positive-definite
     */
    InverseCholesky(double[] covariance, int size) {
        double[] lower = factor(covariance, size);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.log(lower[at(i, i)]);
        }
        this.logDeterminant = 2 * sum;
        this.inverse = inverse(lower, size);
    }

    /** The element in row i and column j, j ≤ i. */
    double get(int i, int j) {
        return inverse[at(i, j)];
    }

    /** log det Σ. */
    double logDeterminant() {
        return logDeterminant;
    }

    /** The index of row i and column j in a lower triangle. */
    static int at(int i, int j) {
        return i * (i + 1) / 2 + j;
    }

    private static double[] factor(double[] covariance, int size) {
        double[] lower = covariance.clone();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = lower[at(i, j)];
                for (int k = 0; k < j; k++) {
                    sum -= lower[at(i, k)] * lower[at(j, k)];
                }
                if (i > j) {
                    lower[at(i, j)] = sum / lower[at(j, j)];
                } else if (sum > 0) {
                    lower[at(i, i)] = Math.sqrt(sum);
                } else {
                    throw new IllegalArgumentException("is not positive-definite");
                }
            }
        }
        return lower;
    }

    /** By forward substitution, column by column. */
    private static double[] inverse(double[] lower, int size) {
        double[] inverse = new double[lower.length];
        for (int j = 0; j < size; j++) {
            inverse[at(j, j)] = 1 / lower[at(j, j)];
            for (int i = j + 1; i < size; i++) {
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum -= lower[at(i, k)] * inverse[at(k, j)];
                }
                inverse[at(i, j)] = sum / lower[at(i, i)];
            }
        }
        return inverse;
    }
}
