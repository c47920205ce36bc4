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
 * @param mask the pixels that count; a place counts if one of its pixels does
 */
public record PlaceForm(
        ImageShape image, PlaceGrid grid, PlaceLatent latent, double beta, int box, List<String> features, Mask mask)
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
        mask.requireOf(image);
    }

    /** A form all of whose places count. */
    public PlaceForm(
            ImageShape image, PlaceGrid grid, PlaceLatent latent, double beta, int box, List<String> features) {
        this(image, grid, latent, beta, box, features, Mask.none(image));
    }

    @Override
    public PlaceForm with(Mask other) {
        return new PlaceForm(image, grid, latent, beta, box, features, other);
    }

    /** Whether one of the pixels of a place counts. */
    boolean counts(int row, int column) {
        return mask.countsIn(row * cellHeight(), column * cellWidth(), cellHeight(), cellWidth());
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
