package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;

/**
 * The pixels of a model's input that count. The graph replaces the others by a constant before anything else, so that no
 * score depends on them, and gives them no loss. At least one pixel counts.
 */
public final class Mask {
    private final ImageShape image;
    private final boolean[] counts; // [H, W]
    private final byte[] fill; // [C]
    private final int counted;

    /**
     * @param counts whether a pixel counts // [H, W]
     * @param fill the level that excluded pixels have, of each channel // [C]
     * @throws IllegalArgumentException if no pixel counts, or the sizes do not fit each other
     */
    public Mask(ImageShape image, boolean[] counts, byte[] fill) {
        if (counts.length != image.height() * image.width() || fill.length != image.channels()) {
            throw new IllegalArgumentException(
                    counts.length + " pixels and " + fill.length + " channels are not of " + image);
        }
        int found = 0;
        for (boolean one : counts) {
            found += one ? 1 : 0;
        }
        if (found == 0) {
            throw new IllegalArgumentException("excludes every pixel");
        }
        this.image = image;
        this.counts = counts.clone();
        this.fill = fill.clone();
        this.counted = found;
    }

    /** The mask that excludes nothing. */
    public static Mask none(ImageShape image) {
        boolean[] counts = new boolean[image.height() * image.width()];
        Arrays.fill(counts, true);
        return new Mask(image, counts, new byte[image.channels()]);
    }

    /** @throws IllegalArgumentException if it is of other images */
    void requireOf(ImageShape other) {
        if (!image.equals(other)) {
            throw new IllegalArgumentException("the mask is of images of " + image + ", not of " + other);
        }
    }

    public boolean excludesNothing() {
        return counted == counts.length;
    }

    /** The number of pixels that count, positive. */
    public int counted() {
        return counted;
    }

    public boolean counts(int row, int column) {
        return counts[row * image.width() + column];
    }

    /** Whether a rectangle of pixels, which lies inside the image, has one that counts. */
    public boolean countsIn(int top, int left, int height, int width) {
        for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
                if (counts(row, column)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** An image as the model sees it, excluded pixels filled; the argument itself if nothing is excluded // [C, H, W] */
    public byte[] filled(byte[] pixels) {
        if (excludesNothing()) {
            return pixels;
        }
        byte[] filled = pixels.clone();
        int bytes = image.depth() / 8; // of a level of 16 bits, 257 times as much, both bytes are that of 8
        for (int i = 0; i < filled.length; i++) {
            int at = i / bytes;
            if (!counts[at % counts.length]) {
                filled[i] = fill[at / counts.length];
            }
        }
        return filled;
    }
}
