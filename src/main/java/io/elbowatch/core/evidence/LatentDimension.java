package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.LatentShape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One dimension of the posterior q(z|x) of an image, and its KL divergence from the prior.
 *
 * @param channel of the latent
 * @param row of its place; 0 in a latent without places
 * @param column of its place; 0 in a latent without places
 * @param mean μ
 * @param variance σ²
 * @param kl ½·(μ² + σ² − log σ² − 1), in nats (Kingma and Welling 2014, appendix B)
 */
public record LatentDimension(int channel, int row, int column, double mean, double variance, double kl) {

    /** The dimensions with the largest kl, the largest first. */
    static List<LatentDimension> top(int count, LatentShape shape, GaussianPosterior latents) {
        return IntStream.range(0, shape.size())
                .mapToObj(d -> of(d, shape, latents))
                .sorted(Comparator.comparingDouble(LatentDimension::kl).reversed())
                .limit(count)
                .toList();
    }

    private static LatentDimension of(int d, LatentShape shape, GaussianPosterior latents) {
        int places = shape.height() * shape.width();
        return new LatentDimension(
                d / places,
                d % places / shape.width(),
                d % shape.width(),
                latents.mean()[d],
                Math.exp(latents.logVariance()[d]),
                latents.kl(d));
    }
}
