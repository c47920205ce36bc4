package io.elbowatch.core.image;

/**
 * The first pass of a {@link Resizer}: brings rows to another width. It computes two rows of a channel at once, one in
 * each half of a long, because a row's sums stay below 2^31: the weights of a pixel add up to 2^22, and a sample is at
 * most 255. So one multiplication serves two rows; the results are those of single rows, bit for bit.
 */
final class Narrowing {
    private static final long HALVES = (1L << 32 | 1) << (TriangleFilter.PRECISION_BITS - 1);
    private static final long LEVELS = 0xffff_ffffL;

    private final int from;
    private final Planes to;
    private final TriangleFilter filter;
    private final long[][] pairs; // [C][from]

    /** @param from width of the rows @param to planes of another width, to be filled */
    Narrowing(int from, Planes to) {
        this.from = from;
        this.to = to;
        this.filter = new TriangleFilter(from, to.width());
        this.pairs = new long[to.channels()][from];
    }

    /** Takes the next row of a channel. @param row that begins at an index of the samples @param y its number */
    void put(byte[] samples, int row, int channel, int y) {
        long[] pair = pairs[channel];
        int first = (channel * to.height() + y) * to.width();
        if ((y & 1) == 1) {
            for (int x = 0; x < from; x++) {
                pair[x] |= (long) (samples[row + x] & 0xff) << 32;
            }
            narrow(pair, first - to.width(), first);
            return;
        }
        for (int x = 0; x < from; x++) {
            pair[x] = samples[row + x] & 0xff;
        }
        if (y == to.height() - 1) {
            narrow(pair, first, first);
        }
    }

    /** The row in the upper halves is written first: the last row has no second one, and overwrites zeros. */
    private void narrow(long[] pair, int lower, int upper) {
        byte[] out = to.pixels();
        int[] weights = filter.weights();
        for (int x = 0; x < to.width(); x++) {
            int first = filter.first(x);
            int weight = filter.offset(x);
            int count = filter.offset(x + 1) - weight;
            long sums = HALVES;
            for (int k = 0; k < count; k++) {
                sums += pair[first + k] * weights[weight + k];
            }
            out[upper + x] = Resizer.clipped((int) (sums >>> 32));
            out[lower + x] = Resizer.clipped((int) (sums & LEVELS));
        }
    }
}
