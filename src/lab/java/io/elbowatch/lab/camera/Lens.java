package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Dice;
import io.elbowatch.lab.board.Picture;

/** Pictures through a covered or blurred lens. The same input gives the same picture on every JDK. */
final class Lens {
    /** Sensor noise of a covered lens: grey values 0 … 6. */
    static final int MAX_DARK = 6;

    private static final int ONE = 1 << 12;

    private Lens() {}

    /** A covered lens: dark with faint noise. */
    static Picture covered(int size, Dice dice) {
        byte[] pixels = new byte[size * size]; // [size, size]
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            // the sum of two throws makes medium values likelier, as in a sensor
            pixels[pixel] = (byte) (dice.below(MAX_DARK / 2 + 1) + dice.below(MAX_DARK / 2 + 1));
        }
        return new Picture(size, size, pixels);
    }

    /** A Gaussian blur; beyond the edge the border repeats. */
    static Picture blurred(Picture picture, double sigma) {
        int[] kernel = kernel(sigma);
        int width = picture.width();
        int height = picture.height();
        int[] source = new int[width * height]; // [height, width], grey · 2^12
        for (int pixel = 0; pixel < source.length; pixel++) {
            source[pixel] = picture.at(pixel % width, pixel / width) * ONE;
        }
        int[] rows = filtered(source, width, height, kernel, 1, 0);
        int[] both = filtered(rows, width, height, kernel, 0, 1);
        byte[] pixels = new byte[both.length]; // [height, width]
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            pixels[pixel] = (byte) ((both[pixel] + ONE / 2) / ONE);
        }
        return new Picture(width, height, pixels);
    }

    private static int[] filtered(int[] source, int width, int height, int[] kernel, int stepX, int stepY) {
        int radius = kernel.length / 2;
        int[] target = new int[source.length]; // [height, width]
        for (int pixel = 0; pixel < source.length; pixel++) {
            long sum = 0;
            for (int tap = -radius; tap <= radius; tap++) {
                int column = Math.max(0, Math.min(width - 1, pixel % width + tap * stepX));
                int row = Math.max(0, Math.min(height - 1, pixel / width + tap * stepY));
                sum += (long) kernel[tap + radius] * source[row * width + column];
            }
            target[pixel] = (int) (sum / ONE);
        }
        return target;
    }

    /** exp(−x² / 2σ²) out to 3σ, [2·radius + 1]; sums to 2^12 exactly, so that a uniform picture stays uniform. */
    private static int[] kernel(double sigma) {
        if (!(sigma > 0 && sigma <= 20)) {
            throw new IllegalArgumentException("blur sigma is above 0 and at most 20 pixels, not " + sigma);
        }
        int radius = (int) StrictMath.ceil(3 * sigma);
        double[] weights = new double[2 * radius + 1];
        double total = 0;
        for (int tap = -radius; tap <= radius; tap++) {
            weights[tap + radius] = StrictMath.exp(-tap * tap / (2 * sigma * sigma));
            total += weights[tap + radius];
        }
        int[] kernel = new int[weights.length];
        int rest = ONE;
        for (int tap = 0; tap < kernel.length; tap++) {
            kernel[tap] = (int) (weights[tap] / total * ONE);
            rest -= kernel[tap];
        }
        kernel[radius] += rest;
        return kernel;
    }
}
