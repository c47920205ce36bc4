package io.elbowatch.core.density;

/**
 * The covariance of few images, moved towards a sphere so far that it is well conditioned: Ledoit and Wolf 2004, "A
 * well-conditioned estimator for large-dimensional covariance matrices". Of images x with mean 0 and their covariance S
 * it is ρ·μI + (1 − ρ)·S, with μ = tr S/F and ρ = min(1, Σ_n |x_n·x_nᵀ − S|²/N² / |S − μI|²).
 */
final class ShrunkCovariance {
    private ShrunkCovariance() {}

    /**
     * @param points with mean 0 // [N, F]
     * @param sample their covariance S, lower triangle, row by row
     * @return lower triangle, row by row
     */
    static double[] of(double[] points, double[] sample, int features) {
        int images = points.length / features;
        double mean = 0;
        for (int j = 0; j < features; j++) {
            mean += sample[InverseCholesky.at(j, j)] / features;
        }
        double squares = squares(sample, features, 0);
        double distance = squares(sample, features, mean);
        double spread = Math.max(0, fourthPowers(points, features) / images - squares) / images;
        double share = spread >= distance ? 1 : spread / distance;
        double[] shrunk = new double[sample.length];
        for (int i = 0; i < shrunk.length; i++) {
            shrunk[i] = (1 - share) * sample[i];
        }
        for (int j = 0; j < features; j++) {
            shrunk[InverseCholesky.at(j, j)] += share * mean;
        }
        return shrunk;
    }

    /** |S − μI|². */
    private static double squares(double[] sample, int features, double mean) {
        double sum = 0;
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * sample[InverseCholesky.at(i, j)] * sample[InverseCholesky.at(i, j)];
            }
            double variance = sample[InverseCholesky.at(i, i)] - mean;
            sum += variance * variance;
        }
        return sum;
    }

    /** Σ_n |x_n|⁴. */
    private static double fourthPowers(double[] points, int features) {
        double sum = 0;
        for (int n = 0; n < points.length; n += features) {
            double square = 0;
            for (int j = 0; j < features; j++) {
                square += points[n + j] * points[n + j];
            }
            sum += square * square;
        }
        return sum;
    }
}
