package io.elbowatch.core.image;

import java.util.Arrays;

/**
 * Resizes as Pillow's {@code Image.resize(size, BILINEAR)} does for 8-bit channels, bit for bit: a triangle filter that
 * widens with the reduction, first over columns, then over rows, each pass rounded to a byte. A pass that does not
 * change the size is skipped. {@link DeepResizer} does it for 16 bits.
 */
final class Resizer {
    private static final int HALF = 1 << (TriangleFilter.PRECISION_BITS - 1);

    private Resizer() {}

    static Planes resize(Planes image, int height, int width) {
        if (image.depth() == 16) {
            return DeepResizer.resize(image, height, width);
        }
        Planes narrowed = image.width() == width ? image : columns(image, width);
        return narrowed.height() == height ? narrowed : rows(narrowed, height);
    }

    private static Planes columns(Planes image, int width) {
        Planes out = Planes.black(image.channels(), image.height(), width);
        Narrowing narrowing = new Narrowing(image.width(), out);
        for (int c = 0, at = 0; c < image.channels(); c++) {
            for (int y = 0; y < image.height(); y++, at += image.width()) {
                narrowing.put(image.pixels(), at, c, y);
            }
        }
        return out;
    }

    private static Planes rows(Planes image, int height) {
        int width = image.width();
        Planes out = Planes.black(image.channels(), height, width);
        TriangleFilter filter = new TriangleFilter(image.height(), height);
        byte[] from = image.pixels(); // [C, H, W]
        byte[] to = out.pixels(); // [C, height, W]
        int[] sums = new int[width];
        for (int c = 0, at = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                Arrays.fill(sums, HALF);
                int first = (c * image.height() + filter.first(y)) * width;
                for (int k = filter.offset(y); k < filter.offset(y + 1); k++, first += width) {
                    int weight = filter.weights()[k];
                    for (int x = 0; x < width; x++) {
                        sums[x] += (from[first + x] & 0xff) * weight;
                    }
                }
                for (int x = 0; x < width; x++) {
                    to[at++] = clipped(sums[x]);
                }
            }
        }
        return out;
    }

    /** Clips only at 255: weights are never negative, but rounded weights can add up to more than one. */
    static byte clipped(int sum) {
        return (byte) Math.min(255, sum >> TriangleFilter.PRECISION_BITS);
    }
}
