package io.elbowatch.core.image;

/**
 * The shape of a model's input image: planes of unsigned numbers of 8 or 16 bits, [C, H, W]. All sizes are positive, and
 * the image fits into an array. Of 16 bits the low byte comes first, as tensors and the cameras' raw formats have it, so
 * that neither is copied number by number.
 *
 * @param channels 1 (grey) or 3 (red, green, blue); of 16 bits there is grey alone
 * @param height rows
 * @param width columns
 * @param depth bits of a number, 8 or 16
 */
public record ImageShape(int channels, int height, int width, int depth) {
    private static final double LEVEL = 257; // 65,535 is the level 255

    public ImageShape {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 (grey) or 3 (RGB), not " + channels);
        }
        if (depth != 8 && (depth != 16 || channels != 1)) {
            throw new IllegalArgumentException(
                    "the depth must be 8 bits or, of one channel, 16, not " + depth + " of " + channels);
        }
        if (height < 1 || width < 1 || (long) channels * height * width * (depth / 8) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("impossible image size " + channels + "x" + height + "x" + width);
        }
    }

    /** Of 8 bits. */
    public ImageShape(int channels, int height, int width) {
        this(channels, height, width, 8);
    }

    /** C·H·W, the numbers of one image. */
    public int values() {
        return channels * height * width;
    }

    /** The bytes of one image. */
    public int bytes() {
        return values() * (depth / 8);
    }

    /** A number of an image as a level, 0 to 255; of 16 bits in steps of 1/257. @param pixels [C, H, W] */
    public double level(byte[] pixels, int i) {
        return depth == 8 ? pixels[i] & 0xFF : ((pixels[2 * i + 1] & 0xFF) << 8 | pixels[2 * i] & 0xFF) / LEVEL;
    }

    /** An image of 8 bits for people: the high bytes, or the argument itself if it has no other // [C, H, W] */
    public byte[] preview(byte[] pixels) {
        if (depth == 8) {
            return pixels;
        }
        byte[] high = new byte[values()];
        for (int i = 0; i < high.length; i++) {
            high[i] = pixels[2 * i + 1];
        }
        return high;
    }

    @Override
    public String toString() {
        return (depth == 8 ? "" : depth + "-bit ") + channels + "x" + height + "x" + width;
    }
}
