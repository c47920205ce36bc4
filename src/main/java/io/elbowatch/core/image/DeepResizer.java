package io.elbowatch.core.image;

import java.util.Arrays;

/**
 * Resizes grey of 16 bits as Pillow's {@code Image.resize(size, BILINEAR)} does for its mode I, bit for bit: the filter of
 * {@link Resizer} in double precision, in the same order of additions, each pass rounded to a whole number.
 */
final class DeepResizer {
    private DeepResizer() {}

    /** @param image of one channel of 16 bits */
    static Planes resize(Planes image, int height, int width) {
        Planes narrowed = image.width() == width ? image : columns(image, width);
        return narrowed.height() == height ? narrowed : rows(narrowed, height);
    }

    private static Planes columns(Planes image, int width) {
        Planes out = Planes.deep(image.height(), width);
        TriangleFilter filter = new TriangleFilter(image.width(), width);
        double[] weights = filter.exactWeights();
        byte[] from = image.pixels(); // [H, W]
        for (int row = 0, at = 0; row < image.height(); row++) {
            int base = row * image.width();
            for (int x = 0; x < width; x++) {
                int first = base + filter.first(x);
                int weight = filter.offset(x);
                int count = filter.offset(x + 1) - weight;
                double sum = 0;
                for (int k = 0; k < count; k++) {
                    sum += number(from, first + k) * weights[weight + k];
                }
                put(out.pixels(), at++, sum);
            }
        }
        return out;
    }

    private static Planes rows(Planes image, int height) {
        int width = image.width();
        Planes out = Planes.deep(height, width);
        TriangleFilter filter = new TriangleFilter(image.height(), height);
        double[] weights = filter.exactWeights();
        byte[] from = image.pixels(); // [H, W]
        double[] sums = new double[width];
        for (int y = 0, at = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            int first = filter.first(y) * width;
            for (int k = filter.offset(y); k < filter.offset(y + 1); k++, first += width) {
                double weight = weights[k];
                for (int x = 0; x < width; x++) {
                    sums[x] += number(from, first + x) * weight;
                }
            }
            for (int x = 0; x < width; x++) {
                put(out.pixels(), at++, sums[x]);
            }
        }
        return out;
    }

    private static int number(byte[] pixels, int i) {
        return (pixels[2 * i + 1] & 0xff) << 8 | pixels[2 * i] & 0xff;
    }

    /** The nearest whole number. No sum exceeds 65,535 by half: weights are not negative and add up to 1. */
    private static void put(byte[] pixels, int i, double sum) {
        int rounded = (int) (sum + 0.5);
        pixels[2 * i] = (byte) rounded;
        pixels[2 * i + 1] = (byte) (rounded >> 8);
    }
}
