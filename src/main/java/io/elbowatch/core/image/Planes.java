package io.elbowatch.core.image;

/**
 * A decoded image of any size, with one plane of unsigned bytes for each channel. A decoder fills it; after that the
 * pixels do not change.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height rows
 * @param width columns
 * @param pixels // [C, H, W]
 */
record Planes(int channels, int height, int width, byte[] pixels) {

    Planes {
        if ((long) channels * height * width != pixels.length) {
            throw new IllegalArgumentException(
                    channels + "x" + height + "x" + width + " is not " + pixels.length + " bytes");
        }
    }

    /** A black image, for a decoder to fill. */
    static Planes black(int channels, int height, int width) {
        return new Planes(channels, height, width, new byte[Math.multiplyExact(channels, height * width)]);
    }

    boolean hasShape(ImageShape shape) {
        return channels == shape.channels() && height == shape.height() && width == shape.width();
    }

    /** A copy of the part of this size whose first pixel is at (top, left). */
    Planes part(int top, int left, int partHeight, int partWidth) {
        byte[] part = new byte[channels * partHeight * partWidth]; // [C, partHeight, partWidth]
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < partHeight; y++) {
                int from = (c * height + top + y) * width + left;
                System.arraycopy(pixels, from, part, (c * partHeight + y) * partWidth, partWidth);
            }
        }
        return new Planes(channels, partHeight, partWidth, part);
    }
}
