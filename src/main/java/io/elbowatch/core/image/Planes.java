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

    /** Sets a pixel of an image that is being filled, to a colour or to its grey. @param at its index in a plane */
    void put(int at, int red, int green, int blue) {
        if (channels == 1) {
            pixels[at] = Luma.of(red, green, blue);
            return;
        }
        int plane = height * width;
        pixels[at] = (byte) red;
        pixels[plane + at] = (byte) green;
        pixels[2 * plane + at] = (byte) blue;
    }

    /** The greys of an image of three channels. */
    Planes grey() {
        int plane = height * width;
        byte[] grey = new byte[plane];
        for (int i = 0; i < plane; i++) {
            grey[i] = Luma.of(pixels[i] & 0xff, pixels[plane + i] & 0xff, pixels[2 * plane + i] & 0xff);
        }
        return new Planes(1, height, width, grey);
    }

    /** Gives all rows to a target. */
    void giveTo(RowTarget target) throws UnfitImageException {
        target.begin(height, width);
        byte[] row = new byte[channels * width]; // [C, W]
        for (int y = 0; y < height; y++) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(pixels, (c * height + y) * width, row, c * width, width);
            }
            target.row(row);
        }
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
