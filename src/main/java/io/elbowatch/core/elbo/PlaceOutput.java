package io.elbowatch.core.elbo;

import java.util.Optional;

/**
 * The outputs of a graph of a {@link PlaceForm} for one image.
 *
 * @param terms single precision
 * @param lossMap the loss of the places, averaged over the box around each, in nats a pixel; its maximum is the term
 *     {@code local} // [h, w]
 * @param places their features f, [D, h, w]
 * @param explanation p(f|z) and what is known of z
 */
public record PlaceOutput(ElboTerms terms, float[] lossMap, float[] places, PlaceExplanation explanation)
        implements ModelOutput {

    @Override
    public Optional<GaussianPosterior> posterior() {
        return explanation instanceof PlaceExplanation.Decoded decoded
                ? Optional.of(decoded.latents())
                : Optional.empty();
    }
}
