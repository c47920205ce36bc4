package io.elbowatch.core.image;

/**
 * A decoded image of any size, one plane of unsigned bytes a channel. Only this package sees it, and nothing changes the
 * pixels once it is made.
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

    /** Black, to be filled by a decoder. */
    static Planes black(int channels, int height, int width) {
        return new Planes(channels, height, width, new byte[Math.multiplyExact(channels, height * width)]);
    }

    boolean hasShape(ImageShape shape) {
        return channels == shape.channels() && height == shape.height() && width == shape.width();
    }

    /** The part of that size whose first pixel is at (top, left). */
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
