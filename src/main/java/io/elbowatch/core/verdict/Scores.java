package io.elbowatch.core.verdict;

import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.elbo.ElboTerms;

/**
 * All scores of one image, in nats; finite, and in single precision: the nine digits of a calibration file are then each of
 * them exactly, so that images that are alike, such as blank ones, tie with those that calibrated.
 *
 * @param elbo the ELBO loss: reconstruction nll plus β times kl
 * @param reconstruction the reconstruction error: nll beyond that of a perfect reconstruction
 * @param kl the KL divergence of the posterior from the prior
 * @param local the largest ELBO loss of one window
 * @param density −log p of the features, of which a mixture says how usual they are
 */
public record Scores(double elbo, double reconstruction, double kl, double local, double density) {

    /** Of the terms of an image, which are finite. @param beta the weight of the KL term that the model was trained with */
    public static Scores of(ElboTerms terms, double beta, Mixture mixture) {
        return new Scores(
                single(terms.elboLoss(beta)),
                single(terms.reconstructionError()),
                terms.kl(),
                terms.local(),
                single(mixture.density(terms.features())));
    }

    /** Rounded to a float, and still finite. */
    static double single(double value) {
        return Math.max(-Float.MAX_VALUE, Math.min((float) value, Float.MAX_VALUE));
    }

    public double of(Score score) {
        return switch (score) {
            case ELBO -> elbo;
            case RECONSTRUCTION -> reconstruction;
            case KL -> kl;
            case LOCAL -> local;
            case DENSITY -> density;
        };
    }
}
