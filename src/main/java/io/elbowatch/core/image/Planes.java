package io.elbowatch.core.image;

/**
 * A decoded image of any size, with one plane of unsigned numbers for each channel. A decoder fills it; after that the
 * pixels do not change.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height rows
 * @param width columns
 * @param depth bits of a number, 8 or 16
 * @param pixels of 16 bits the low byte first // [C, H, W]
 */
record Planes(int channels, int height, int width, int depth, byte[] pixels) {

    Planes {
        if ((long) channels * height * width * (depth / 8) != pixels.length) {
            throw new IllegalArgumentException(
                    channels + "x" + height + "x" + width + " is not " + pixels.length + " bytes");
        }
    }

    /** Of 8 bits. */
    Planes(int channels, int height, int width, byte[] pixels) {
        this(channels, height, width, 8, pixels);
    }

    /** A black image, for a decoder to fill. */
    static Planes black(int channels, int height, int width) {
        return new Planes(channels, height, width, new byte[Math.multiplyExact(channels, height * width)]);
    }

    /** The same of 16 bits, of one channel. */
    static Planes deep(int height, int width) {
        return new Planes(1, height, width, 16, new byte[Math.multiplyExact(2, height * width)]);
    }

    /** Sets a pixel of an image of 8 bits that is being filled, to a colour or to its grey. @param at its index in a plane */
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

    /** Gives all rows of an image of 8 bits to a target. */
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

    /** The image in this depth: a level of 8 bits, times 257, is the same of 16, so that white stays white. */
    Planes inDepth(int wanted) {
        if (wanted == depth) {
            return this;
        }
        byte[] twice = new byte[Math.multiplyExact(2, pixels.length)];
        for (int i = 0; i < pixels.length; i++) {
            twice[2 * i] = pixels[i];
            twice[2 * i + 1] = pixels[i];
        }
        return new Planes(channels, height, width, wanted, twice);
    }

    /** Whether it has this size, in any depth. */
    boolean hasShape(ImageShape shape) {
        return channels == shape.channels() && height == shape.height() && width == shape.width();
    }

    /** A copy of the part of this size whose first pixel is at (top, left). */
    Planes part(int top, int left, int partHeight, int partWidth) {
        int bytes = depth / 8;
        byte[] part = new byte[channels * partHeight * partWidth * bytes]; // [C, partHeight, partWidth]
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < partHeight; y++) {
                int from = (c * height + top + y) * width + left;
                int to = (c * partHeight + y) * partWidth;
                System.arraycopy(pixels, from * bytes, part, to * bytes, partWidth * bytes);
            }
        }
        return new Planes(channels, partHeight, partWidth, depth, part);
    }
}
