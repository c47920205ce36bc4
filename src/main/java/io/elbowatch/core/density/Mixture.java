package io.elbowatch.core.density;

import io.elbowatch.core.elbo.Features;

/**
 * A mixture of Gaussians over the features of normal images, Σ_k w_k·N(f | m_k, Σ_k). Immutable, for any number of threads; the
 * density of finite features is finite, however far off they are.
 */
public final class Mixture {
    /** Squared, and summed over thousands of features, it is still finite. */
    private static final double FARTHEST = 1e150;

    private final MixtureParameters parameters;
    private final JointDensities joint;
    private final ThreadLocal<JointDensities.Scratch>
            scratch; // 2.6 KB of 10 components of 32 features, too much for every image

    /** @throws IllegalArgumentException naming the covariance that is not positive-definite, or too narrow */
    public Mixture(MixtureParameters parameters) {
        this.parameters = parameters;
        this.joint = new JointDensities(parameters);
        if (!(joint.largest() < FARTHEST)) {
            throw new IllegalArgumentException("scale or covariances are too narrow: densities would not be finite");
        }
        this.scratch = ThreadLocal.withInitial(joint::scratch);
    }

    public MixtureParameters parameters() {
        return parameters;
    }

    /** −log p, nats: high means unusual. @param features finite, F of them */
    public double density(Features features) {
        if (features.size() != parameters.features()) {
            throw new IllegalArgumentException(
                    features.size() + " features, the mixture is of " + parameters.features());
        }
        JointDensities.Scratch mine = scratch.get();
        joint.of(features, mine);
        return -joint.logSum(mine);
    }
}
