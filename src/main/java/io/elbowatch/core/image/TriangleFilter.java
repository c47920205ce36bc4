package io.elbowatch.core.image;

/**
 * The weights for resizing one side of an image from {@code from} to {@code to} pixels. The weights of an output pixel
 * add up to one, in fixed point. They equal Pillow's, because the arithmetic in doubles follows Pillow's step by step.
 *
 * <p>Output pixel x lies at c = (x + ½)·scale of the input, scale = from / to, and an input pixel i at i + ½. Its
 * weight is max(0, 1 − |i + ½ − c| / s) with s = max(scale, 1), so that a reduction averages all the pixels that it
 * covers.
 */
final class TriangleFilter {
    /** A byte times a weight, plus two spare bits, fills 32 bits. */
    static final int PRECISION_BITS = 32 - 8 - 2;

    private final int[] first; // [to]
    private final int[] offsets; // [to + 1]
    private final int[] weights; // [offsets[to]]
    private final double scale;
    private final double support;

    TriangleFilter(int from, int to) {
        scale = (double) from / to;
        support = Math.max(scale, 1.0);
        first = new int[to];
        offsets = new int[to + 1];
        for (int x = 0; x < to; x++) {
            double centre = (x + 0.5) * scale;
            first[x] = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            offsets[x + 1] = Math.addExact(offsets[x], end - first[x]);
        }
        weights = new int[offsets[to]];
        double[] exact = new double[2 * (int) Math.ceil(support) + 1];
        for (int x = 0; x < to; x++) {
            fill(x, exact, 0);
            for (int k = 0; k < offsets[x + 1] - offsets[x]; k++) {
                weights[offsets[x] + k] = (int) (0.5 + exact[k] * (1 << PRECISION_BITS));
            }
        }
    }

    /** The weights of an output pixel into an array, from an index on; they add up to one. */
    private void fill(int x, double[] exact, int at) {
        int count = offsets[x + 1] - offsets[x];
        double centre = (x + 0.5) * scale;
        double inverse = 1.0 / support;
        double sum = 0;
        for (int k = 0; k < count; k++) {
            exact[at + k] = Math.max(0.0, 1.0 - Math.abs((k + first[x] - centre + 0.5) * inverse));
            sum += exact[at + k];
        }
        for (int k = 0; k < count; k++) {
            exact[at + k] = sum == 0 ? 0 : exact[at + k] / sum;
        }
    }

    /** The weights without rounding, at the same indices. */
    double[] exactWeights() {
        double[] exact = new double[weights.length];
        for (int x = 0; x < first.length; x++) {
            fill(x, exact, offsets[x]);
        }
        return exact;
    }

    /** The first input pixel of output pixel x. */
    int first(int x) {
        return first[x];
    }

    /** The index of the first weight of output pixel x; its weights end at that of x + 1. */
    int offset(int x) {
        return offsets[x];
    }

    int[] weights() {
        return weights;
    }
}
