package io.elbowatch.endurance;

import io.elbowatch.endurance.Usage.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The growth of a figure: the median of the second quarter of the samples, when the process is warm, and that of the
 * last quarter. Medians, because a garbage collection may be due at the moment of a sample.
 */
record Growth(String figure, double early, double late) {
    private static final double MOST = 0.05;
    /** One more connection to a broker or one more pool thread is no leak. */
    private static final double FEW = 2;

    /** The growth of every figure. */
    static List<Growth> of(List<Usage> samples) {
        return Arrays.stream(Figure.values())
                .map(figure -> of(
                        figure.name(), samples.stream().mapToDouble(figure::of).toArray()))
                .toList();
    }

    /** @param samples in their order */
    static Growth of(String figure, double... samples) {
        int quarter = samples.length / 4;
        if (quarter == 0) {
            throw new IllegalArgumentException(samples.length + " samples are too few");
        }
        return new Growth(
                figure,
                median(samples, quarter, 2 * quarter),
                median(samples, samples.length - quarter, samples.length));
    }

    private static double median(double[] samples, int from, int to) {
        double[] sorted = Arrays.copyOfRange(samples, from, to);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    boolean flat() {
        return late <= early * (1 + MOST) + FEW;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.1f -> %.1f %s", figure, early, late, flat() ? "flat" : "GROWS");
    }
}
