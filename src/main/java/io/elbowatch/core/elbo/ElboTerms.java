package io.elbowatch.core.elbo;

import java.util.Objects;
import java.util.Optional;

/**
 * The terms of the evidence lower bound (ELBO) of one image at z = μ, in nats, and its features, as the graph computes
 * them in single precision. Sums are computed in double precision, in Python and here.
 *
 * <p>elbo = −(reconstructionNll + β·kl), the bound of Kingma and Welling, "Auto-Encoding Variational Bayes" (2014),
 * equation 3, with the KL term weighted by β (Higgins et al. 2017).
 *
 * @param reconstructionNll −log p(x|z), summed over the pixels
 * @param floor the nll of a perfect reconstruction: for Bernoulli the entropy H(x) of the pixels, for Gaussian its
 *     constant, for the continuous Bernoulli its lowest value for each pixel
 * @param kl KL(q(z|x) ‖ N(0, I)) = ½Σ(μ² + σ² − log σ² − 1)
 * @param local the largest ELBO loss of one window of pixels: the mean over the window, with nll − floor instead of nll
 * @param features of the reconstruction, the pixels and the latent
 */
public record ElboTerms(float reconstructionNll, float floor, float kl, float local, Features features) {

    public ElboTerms {
        Objects.requireNonNull(features, "features");
    }

    /** The evidence lower bound on log p(x), in nats: low means unlikely. */
    public double elbo(double beta) {
        return -elboLoss(beta);
    }

    /** −elbo, in nats: high means unlikely. */
    public double elboLoss(double beta) {
        return reconstructionNll + beta * kl;
    }

    /** The nll beyond that of a perfect reconstruction, in nats. */
    public double reconstructionError() {
        return (double) reconstructionNll - floor;
    }

    /** False when a term or feature is NaN or infinite: then there is no score and no verdict. */
    public boolean finite() {
        return notFinite().isEmpty();
    }

    /** The first term or feature that is NaN or infinite, with its value. */
    public Optional<String> notFinite() {
        if (!Float.isFinite(reconstructionNll)) {
            return Optional.of(Term.RECONSTRUCTION_NLL.label() + " is " + reconstructionNll);
        }
        if (!Float.isFinite(floor)) {
            return Optional.of(Term.FLOOR.label() + " is " + floor);
        }
        if (!Float.isFinite(kl)) {
            return Optional.of(Term.KL.label() + " is " + kl);
        }
        if (!Float.isFinite(local)) {
            return Optional.of(Term.LOCAL.label() + " is " + local);
        }
        for (int i = 0; i < features.size(); i++) {
            if (!Float.isFinite(features.get(i))) {
                return Optional.of(Term.FEATURES.name(i) + " is " + features.get(i));
            }
        }
        return Optional.empty();
    }
}
