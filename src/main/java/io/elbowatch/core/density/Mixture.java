package io.elbowatch.core.density;

import io.elbowatch.core.elbo.Features;

/**
 * A mixture of Gaussians over the features of normal images, Σ_k w_k·N(f | m_k, Σ_k). Immutable, for any number of
 * threads. The log density of finite features is finite, however far they are from the means.
 */
public final class Mixture {
    /** Its square, summed over thousands of features, is still finite. */
    private static final double MAX_DISTANCE = 1e150;

    private final MixtureParameters parameters;
    private final JointDensities joint;
    /** 2.6 KB for 10 components and 32 features: too much to allocate for every image. */
    private final ThreadLocal<JointDensities.Scratch> scratch;

    /** @throws IllegalArgumentException naming the covariance that is not positive-definite, or too narrow */
    public Mixture(MixtureParameters parameters) {
        this.parameters = parameters;
        this.joint = new JointDensities(parameters);
        if (!(joint.largest() < MAX_DISTANCE)) {
            throw new IllegalArgumentException("scale or covariances are too narrow: densities would not be finite");
        }
        this.scratch = ThreadLocal.withInitial(joint::scratch);
    }

    public MixtureParameters parameters() {
        return parameters;
    }

    /** −log p in nats: high means unusual. @param features F finite numbers */
    public double density(Features features) {
        if (features.size() != parameters.features()) {
            throw new IllegalArgumentException(
                    features.size() + " features, the mixture is of " + parameters.features());
        }
        JointDensities.Scratch mine = scratch.get();
        joint.of(features, mine);
        return -joint.logSum(mine);
    }

    /**
     * How far each feature is from its mean, in standard deviations, both of the component from which these features
     * most likely come. @param features F finite numbers // @return [F]
     */
    public double[] deviations(Features features) {
        JointDensities.Scratch mine = scratch.get();
        joint.of(features, mine);
        int nearest = 0;
        for (int k = 1; k < mine.joint().length; k++) {
            nearest = mine.joint()[k] > mine.joint()[nearest] ? k : nearest;
        }
        double[] deviations = new double[parameters.features()];
        for (int j = 0; j < deviations.length; j++) {
            double standard =
                    (features.get(j) - parameters.centre()[j]) / parameters.scale()[j];
            double variance = parameters.covariances()[nearest][InverseCholesky.at(j, j)];
            deviations[j] = (standard - parameters.means()[nearest][j]) / Math.sqrt(variance);
        }
        return deviations;
    }
}
