package io.elbowatch.core.drift;

/**
 * The moments of the aggregated posterior E[q(z|x)] over the posteriors q(z|x) = N(μ, σ²) of some images, by dimension.
 * In training it approaches the prior N(0, I).
 *
 * @param divergenceNats the mean over the dimensions of KL(N(m, v) ‖ N(0, 1)) = ½(m² + v − ln v − 1), where m = E[μ]
 *     and v = Var[μ] + E[σ²] are the moments of the aggregated posterior (Hoffman and Johnson, "ELBO surgery", 2016)
 * @param activeDimensions the number of dimensions that differ between images: Var[μ] &gt; 0.01 (Burda, Grosse and
 *     Salakhutdinov, "Importance Weighted Autoencoders", 2016)
 * @param dimensions their total number, D·h·w
 */
public record LatentMoments(double divergenceNats, int activeDimensions, int dimensions) {
    private static final double ACTIVE = 0.01;

    /** @param sums of one or more images */
    static LatentMoments of(LatentSums sums) {
        int dimensions = sums.dimensions();
        double divergence = 0;
        int active = 0;
        for (int d = 0; d < dimensions; d++) {
            double mean = sums.mean(d);
            // The smallest normal number keeps the logarithm finite where a model gives no variance.
            double variance = Math.max(Double.MIN_NORMAL, sums.varianceOfMeans(d) + sums.meanVariance(d));
            divergence += 0.5 * (mean * mean + variance - Math.log(variance) - 1);
            active += sums.varianceOfMeans(d) > ACTIVE ? 1 : 0;
        }
        return new LatentMoments(divergence / dimensions, active, dimensions);
    }
}
