package io.elbowatch.core.elbo;

import java.util.Optional;

/**
 * The outputs of a graph of a {@link PixelForm} for one image.
 *
 * @param terms single precision
 * @param latents q(z|x)
 * @param logits of p(x|z), [C, H, W]; {@link Likelihood#mean} turns them into the reconstruction
 */
public record PixelOutput(ElboTerms terms, GaussianPosterior latents, float[] logits) implements ModelOutput {

    @Override
    public Optional<GaussianPosterior> posterior() {
        return Optional.of(latents);
    }
}
