package io.elbowatch.core.verdict;

/**
 * The conformal p-values of one image: under exchangeability with the calibration images, P(p ≤ α) ≤ α for each of them
 * (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005). All lie in (0, 1].
 *
 * @param joint of {@link Decider#DEFAULT}: of min(local, density), ranked among those of calibration images
 * @param elbo two-sided: a blank image is far too likely, and as suspicious as one far too unlikely
 * @param reconstruction one-sided, upper
 * @param kl one-sided, upper
 * @param local one-sided, upper
 * @param density one-sided, upper: too easy is as unusual as too hard
 */
public record PValues(double joint, double elbo, double reconstruction, double kl, double local, double density) {

    /** Of one score alone. */
    public double of(Score score) {
        return switch (score) {
            case ELBO -> elbo;
            case RECONSTRUCTION -> reconstruction;
            case KL -> kl;
            case LOCAL -> local;
            case DENSITY -> density;
        };
    }

    /** The p-value that a decider looks at. */
    public double of(Decider decider) {
        return switch (decider) {
            case DEFAULT -> joint;
            case ELBO -> elbo;
            case RECONSTRUCTION -> reconstruction;
            case KL -> kl;
            case LOCAL -> local;
            case DENSITY -> density;
        };
    }
}
