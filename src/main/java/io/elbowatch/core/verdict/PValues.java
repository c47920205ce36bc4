package io.elbowatch.core.verdict;

/**
 * The conformal p-values of one image: under exchangeability with the calibration images, P(p ≤ α) ≤ α for each of them
 * (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005). All lie in (0, 1].
 *
 * @param joint of {@link Decider#DEFAULT}: min(1, 2·min(local, contrast)), Bonferroni's bound for two
 * @param elbo two-sided: a blank image is far too likely, and as suspicious as one far too unlikely
 * @param reconstruction one-sided, upper
 * @param kl one-sided, upper
 * @param local one-sided, upper
 * @param contrast two-sided: a blurred image has too little, a noisy one may have too much
 */
public record PValues(double joint, double elbo, double reconstruction, double kl, double local, double contrast) {

    static PValues of(double elbo, double reconstruction, double kl, double local, double contrast) {
        return new PValues(Math.min(1, 2 * Math.min(local, contrast)), elbo, reconstruction, kl, local, contrast);
    }

    /** The p-value that a decider looks at. */
    public double of(Decider decider) {
        return switch (decider) {
            case DEFAULT -> joint;
            case ELBO -> elbo;
            case RECONSTRUCTION -> reconstruction;
            case KL -> kl;
            case LOCAL -> local;
            case CONTRAST -> contrast;
        };
    }
}
