package io.elbowatch.core.elbo;

/**
 * What a VAE says of one image at z = μ: the terms of the evidence lower bound (ELBO), in nats, and one thing that the ELBO
 * does not see, as the graph computes them (single precision). Sums are taken in double precision, in Python as here.
 *
 * <p>elbo = −(reconstructionNll + β·kl), the bound of Kingma and Welling, "Auto-Encoding Variational Bayes" (2014),
 * equation 3, with the KL term weighted by β (Higgins et al. 2017).
 *
 * @param reconstructionNll −log p(x|z), summed over the pixels
 * @param floor what a perfect reconstruction would still cost: Bernoulli, the pixels' own entropy H(x); Gaussian, its
 *     constant
 * @param kl KL(q(z|x) ‖ N(0, I)) = ½Σ(μ² + σ² − log σ² − 1)
 * @param local the largest ELBO loss of one window of pixels, mean over the window, the deviance standing for the nll
 * @param contrast the mean brightness step between neighbouring pixels, weighted by itself: Σd²/Σ|d|, 0 to 1 of full
 *     scale; 0 without any step, as through a covered lens, and low through a blurred one
 */
public record ElboTerms(float reconstructionNll, float floor, float kl, float local, float contrast) {

    /** The evidence lower bound on log p(x), in nats: low means unlikely. */
    public double elbo(double beta) {
        return -elboLoss(beta);
    }

    /** −elbo, in nats: high means unlikely. */
    public double elboLoss(double beta) {
        return reconstructionNll + beta * kl;
    }

    /** What the reconstruction costs beyond a perfect one, in nats: 0 when perfect. */
    public double reconstructionError() {
        return (double) reconstructionNll - floor;
    }

    /** False when any term is NaN or infinite: then there is no score, and no verdict. */
    public boolean finite() {
        return Float.isFinite(reconstructionNll)
                && Float.isFinite(floor)
                && Float.isFinite(kl)
                && Float.isFinite(local)
                && Float.isFinite(contrast);
    }
}
