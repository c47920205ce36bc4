package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.ModelOutput;
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
    static List<LatentDimension> top(int count, LatentShape shape, ModelOutput output) {
        return IntStream.range(0, shape.size())
                .mapToObj(d -> of(d, shape, output.mean()[d], output.logVariance()[d]))
                .sorted(Comparator.comparingDouble(LatentDimension::kl).reversed())
                .limit(count)
                .toList();
    }

    private static LatentDimension of(int d, LatentShape shape, double mean, double logVariance) {
        int places = shape.height() * shape.width();
        double variance = Math.exp(logVariance);
        return new LatentDimension(
                d / places,
                d % places / shape.width(),
                d % shape.width(),
                mean,
                variance,
                0.5 * (mean * mean + variance - logVariance - 1));
    }
}
