package io.elbowatch.core.statistics;

/**
 * A sample counted in bins of equal width. Every number is in one bin; numbers beyond the range are in the outermost
 * bins.
 */
public final class Histogram {
    private final double low;
    private final double high;
    private final int[] counts; // [bins]

    /** @param low lower bound of the first bin @param high upper bound of the last bin, above low */
    public Histogram(Sample sample, double low, double high, int bins) {
        if (!(low < high) || bins < 1) {
            throw new IllegalArgumentException("no histogram of " + bins + " bins from " + low + " to " + high);
        }
        this.low = low;
        this.high = high;
        this.counts = new int[bins];
        for (int i = 0; i < sample.size(); i++) {
            counts[bin(sample.get(i))]++;
        }
    }

    public int bins() {
        return counts.length;
    }

    public int count(int bin) {
        return counts[bin];
    }

    public int tallest() {
        int tallest = 0;
        for (int count : counts) {
            tallest = Math.max(tallest, count);
        }
        return tallest;
    }

    public double low() {
        return low;
    }

    public double high() {
        return high;
    }

    /** The bin of a value; the outermost bin for a value beyond the range. */
    public int bin(double value) {
        double place = Math.floor((value - low) / (high - low) * counts.length);
        return (int) Math.max(0, Math.min(counts.length - 1, place));
    }
}
