package io.elbowatch.core.image;

/**
 * The shape of a model's input image: planes of unsigned bytes, [C, H, W]. All three sizes are positive, and the image
 * fits into an array.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height rows
 * @param width columns
 */
public record ImageShape(int channels, int height, int width) {

    public ImageShape {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 (grey) or 3 (RGB), not " + channels);
        }
        if (height < 1 || width < 1 || (long) channels * height * width > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("impossible image size " + channels + "x" + height + "x" + width);
        }
    }

    /** C·H·W, the bytes of one image. */
    public int bytes() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
