package io.elbowatch.core.elbo;

/**
 * All that a graph gives of one image in one run: its terms, and what they were computed from.
 *
 * @param terms single precision
 * @param mean μ of q(z|x), [D, h, w]
 * @param logVariance log σ² of q(z|x), [D, h, w]
 * @param logits of p(x|z), [C, H, W]; {@link Likelihood#mean} makes the reconstruction of them
 */
public record ModelOutput(ElboTerms terms, float[] mean, float[] logVariance, float[] logits) {}
