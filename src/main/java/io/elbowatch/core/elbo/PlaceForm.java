package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.Optional;

/**
 * The form of a VAE at each place of a grid of features of a frozen network. The features f of a place are explained by
 * the latent z of that place alone. A place stands for a rectangle of pixels of equal size, the cell.
 *
 * @param image the shape of an image, [C, H, W]
 * @param grid the shape of its features, [D, h, w]; the places divide the image
 * @param latent the latent of a place
 * @param beta the weight of the KL term, positive
 * @param box the side of the squares of places over which the loss is averaged for {@code local}; odd
 * @param features the names of the numbers of the joint density, in their order; at least one
 */
public record PlaceForm(
        ImageShape image, PlaceGrid grid, PlaceLatent latent, double beta, int box, List<String> features)
        implements ElboForm {

    public PlaceForm {
        if (!grid.divides(image)) {
            throw new IllegalArgumentException(
                    "the " + grid.height() + "x" + grid.width() + " places do not divide an image of " + image);
        }
        ElboForm.check(beta, features);
        if (box < 1 || box % 2 == 0 || box > Math.max(grid.height(), grid.width())) {
            throw new IllegalArgumentException("the box must be an odd number of places, 1 to "
                    + Math.max(grid.height(), grid.width()) + ", not " + box);
        }
        features = List.copyOf(features);
        latent.check(grid);
    }

    /** The rows of pixels of a place, H/h. */
    public int cellHeight() {
        return image.height() / grid.height();
    }

    /** The columns of pixels of a place, W/w. */
    public int cellWidth() {
        return image.width() / grid.width();
    }

    @Override
    public Optional<LatentShape> gaussianLatent() {
        return latent instanceof PlaceLatent.Gaussian gaussian
                ? Optional.of(new LatentShape(gaussian.channels(), grid.height(), grid.width()))
                : Optional.empty();
    }
}
