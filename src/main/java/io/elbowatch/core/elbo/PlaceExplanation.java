package io.elbowatch.core.elbo;

/** What a graph gives in addition to the features, so that the terms can be computed from them. */
public sealed interface PlaceExplanation {

    /**
     * The codes of a {@link PlaceLatent.Categorical}: constants of the graph.
     *
     * @param means μ, [K, D]
     * @param logWeights log π, [K]
     * @param logVariances log σ², [K]
     */
    record Codes(float[] means, float[] logWeights, float[] logVariances) implements PlaceExplanation {}

    /**
     * The posterior and the decoded mean of a {@link PlaceLatent.Gaussian}.
     *
     * @param latents q(z|f) of all places, [L, h, w]
     * @param means m(z) at the mean of the posterior, [D, h, w]
     * @param noiseLogVariances log s², [D]; a constant of the graph
     */
    record Decoded(GaussianPosterior latents, float[] means, float[] noiseLogVariances) implements PlaceExplanation {}
}
