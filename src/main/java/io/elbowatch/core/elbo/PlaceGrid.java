package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;

/**
 * The shape of the features of one image, [D, h, w]. All three sizes are positive.
 *
 * @param dimensions D, the numbers at each place
 * @param height rows of places
 * @param width columns of places
 */
public record PlaceGrid(int dimensions, int height, int width) {

    public PlaceGrid {
        if (dimensions < 1 || height < 1 || width < 1 || !fits(dimensions, height, width)) {
            throw new IllegalArgumentException(
                    "impossible features of places " + dimensions + "x" + height + "x" + width);
        }
    }

    /** Whether an array has room for a·b·c numbers, each positive. */
    static boolean fits(int a, int b, int c) {
        return (long) a * b <= Integer.MAX_VALUE - 8 && (long) a * b * c <= Integer.MAX_VALUE - 8;
    }

    /** h·w. */
    public int places() {
        return height * width;
    }

    /** D·h·w. */
    public int size() {
        return dimensions * height * width;
    }

    /** Whether the places divide an image into rectangles of equal size. */
    public boolean divides(ImageShape image) {
        return image.height() % height == 0 && image.width() % width == 0;
    }
}
