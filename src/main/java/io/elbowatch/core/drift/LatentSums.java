package io.elbowatch.core.drift;

import io.elbowatch.core.elbo.GaussianPosterior;

/**
 * Sums over the posteriors q(z|x) = N(μ, σ²) of some images, by latent dimension. A posterior that is not finite is
 * left out as a whole. For use by many threads: there are few posteriors a second, so that a lock costs nothing.
 */
final class LatentSums {
    private int images;
    private double[] means = {}; // Σμ [D]
    private double[] squares = {}; // Σμ² [D]
    private double[] variances = {}; // Σσ² [D]

    synchronized void add(GaussianPosterior latents) {
        int dimensions = latents.size();
        for (int d = 0; d < dimensions; d++) {
            if (!Float.isFinite(latents.mean()[d]) || !Double.isFinite(Math.exp(latents.logVariance()[d]))) {
                return;
            }
        }
        sizeTo(dimensions);
        for (int d = 0; d < dimensions; d++) {
            double mean = latents.mean()[d];
            means[d] += mean;
            squares[d] += mean * mean;
            variances[d] += Math.exp(latents.logVariance()[d]);
        }
        images++;
    }

    /** Adds the sums over other images of the same model. */
    synchronized void add(LatentSums others) {
        synchronized (others) {
            if (others.images == 0) {
                return;
            }
            sizeTo(others.means.length);
            for (int d = 0; d < means.length; d++) {
                means[d] += others.means[d];
                squares[d] += others.squares[d];
                variances[d] += others.variances[d];
            }
            images += others.images;
        }
    }

    /** The first image sets the number of dimensions. */
    private void sizeTo(int dimensions) {
        if (images == 0) {
            means = new double[dimensions];
            squares = new double[dimensions];
            variances = new double[dimensions];
        }
    }

    synchronized int images() {
        return images;
    }

    synchronized int dimensions() {
        return means.length;
    }

    /** E[μ] of dimension d. */
    synchronized double mean(int d) {
        return means[d] / images;
    }

    /**
     * Var[μ] of dimension d: the variance between images. At least 0, also where rounding makes it negative for equal
     * images.
     */
    synchronized double varianceOfMeans(int d) {
        return Math.max(0, squares[d] / images - mean(d) * mean(d));
    }

    /** E[σ²] of dimension d. */
    synchronized double meanVariance(int d) {
        return variances[d] / images;
    }
}
