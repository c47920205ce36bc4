package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The form of a VAE whose decoder gives p(x|z) of every pixel.
 *
 * @param image the shape of an image, [C, H, W]
 * @param latent the shape of its latent, [D, h, w]
 * @param likelihood p(x|z)
 * @param beta the weight of the KL term, positive
 * @param box the side of the windows of {@code local} in pixels; they lie inside the image
 * @param features the names of the features, in their order; at least one
 * @param mask the pixels that count
 */
public record PixelForm(
        ImageShape image,
        LatentShape latent,
        Likelihood likelihood,
        double beta,
        int box,
        List<String> features,
        Mask mask)
        implements ElboForm {

    public PixelForm {
        Objects.requireNonNull(likelihood, "likelihood");
        if (!latent.tiles(image)) {
            throw new IllegalArgumentException("the " + latent.height() + "x" + latent.width()
                    + " places of the latent do not divide an image of " + image);
        }
        ElboForm.check(beta, features);
        if (box < 1 || box > Math.min(image.height(), image.width())) {
            throw new IllegalArgumentException(
                    "the box must be 1 to " + Math.min(image.height(), image.width()) + " pixels, not " + box);
        }
        features = List.copyOf(features);
        mask.requireOf(image);
    }

    /** A form all of whose pixels count. */
    public PixelForm(
            ImageShape image, LatentShape latent, Likelihood likelihood, double beta, int box, List<String> features) {
        this(image, latent, likelihood, beta, box, features, Mask.none(image));
    }

    @Override
    public PixelForm with(Mask other) {
        return new PixelForm(image, latent, likelihood, beta, box, features, other);
    }

    @Override
    public Optional<LatentShape> gaussianLatent() {
        return Optional.of(latent);
    }
}
