package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;

/**
 * The shape of one image's latent, [D, h, w]; [D, 1, 1] where it has no places. All three sizes are positive.
 *
 * @param channels D, the dimensions at each place
 * @param height rows of places
 * @param width columns of places
 */
public record LatentShape(int channels, int height, int width) {

    public LatentShape {
        if (channels < 1 || height < 1 || width < 1 || (long) channels * height * width > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("impossible latent size " + channels + "x" + height + "x" + width);
        }
    }

    /** D·h·w. */
    public int size() {
        return channels * height * width;
    }

    /** Whether the places divide an image into rectangles of equal size. */
    public boolean tiles(ImageShape image) {
        return image.height() % height == 0 && image.width() % width == 0;
    }
}
