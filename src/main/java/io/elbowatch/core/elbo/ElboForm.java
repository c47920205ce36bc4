package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.Optional;

/**
 * The parameters on which the terms depend, in addition to an image and a graph's outputs. They are consistent with
 * each other. {@link PixelForm} explains the pixels of an image, {@link PlaceForm} the features of a pretrained network
 * at the places of a grid. Both give the same terms in the same units: {@code local} is in nats a pixel.
 */
public sealed interface ElboForm permits PixelForm, PlaceForm {

    /** The shape of an image, [C, H, W]. */
    ImageShape image();

    /** The pixels that count. No term depends on the others. */
    Mask mask();

    /** The same with another mask. */
    ElboForm with(Mask mask);

    /** The weight of the KL term, positive. */
    double beta();

    /** The names of the features, in their order; at least one. */
    List<String> features();

    /** The shape of the latent if it is Gaussian, [D, h, w]; empty for a categorical latent, which has no mean. */
    Optional<LatentShape> gaussianLatent();

    /** @throws IllegalArgumentException naming the parameter that is impossible */
    static void check(double beta, List<String> features) {
        if (!(beta > 0 && Double.isFinite(beta))) {
            throw new IllegalArgumentException("beta must be positive, not " + beta);
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException("there are no features");
        }
    }
}
