package io.elbowatch.core.elbo;

/**
 * All outputs of a graph for one image in one run: the terms, and the numbers from which they were computed.
 *
 * @param terms single precision
 * @param mean μ of q(z|x), [D, h, w]
 * @param logVariance log σ² of q(z|x), [D, h, w]
 * @param logits of p(x|z), [C, H, W]; {@link Likelihood#mean} turns them into the reconstruction
 */
public record ModelOutput(ElboTerms terms, float[] mean, float[] logVariance, float[] logits) {}
