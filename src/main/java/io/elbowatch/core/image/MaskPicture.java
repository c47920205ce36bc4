package io.elbowatch.core.image;

/** Reads the picture of a mask: a PNG, white where a pixel counts and black where it is excluded. */
public final class MaskPicture {
    private static final int WHITE = 128; // a level from here on counts

    private MaskPicture() {}

    /**
     * Which pixels count // [H·W]
     *
     * @throws IllegalArgumentException if it is not a PNG of this size, with the reason
     */
    public static boolean[] counts(byte[] png, int height, int width) {
        Planes levels;
        try {
            levels = PngDecoder.decode(png, 1, DecodeLimits.DEFAULT);
        } catch (UnfitImageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (levels.height() != height || levels.width() != width) {
            throw new IllegalArgumentException("has " + levels.width() + "x" + levels.height()
                    + " pixels, and the model's input has " + width + "x" + height);
        }
        boolean[] counts = new boolean[height * width];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (levels.pixels()[i] & 0xFF) >= WHITE;
        }
        return counts;
    }
}
