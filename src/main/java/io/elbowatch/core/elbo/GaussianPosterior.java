package io.elbowatch.core.elbo;

/**
 * q(z|x) = N(μ, σ²) of one image, by dimension of its latent.
 *
 * @param mean μ, [D, h, w]
 * @param logVariance log σ², [D, h, w]
 */
public record GaussianPosterior(float[] mean, float[] logVariance) {

    public GaussianPosterior {
        if (mean.length != logVariance.length) {
            throw new IllegalArgumentException(mean.length + " means and " + logVariance.length + " variances");
        }
    }

    /** D·h·w. */
    public int size() {
        return mean.length;
    }

    /** KL(q ‖ N(0, 1)) of one dimension, in nats: ½·(μ² + σ² − log σ² − 1) (Kingma and Welling 2014, appendix B). */
    public double kl(int d) {
        double mu = mean[d];
        double logSigmaSquared = logVariance[d];
        return 0.5 * (mu * mu + Math.exp(logSigmaSquared) - logSigmaSquared - 1);
    }
}
