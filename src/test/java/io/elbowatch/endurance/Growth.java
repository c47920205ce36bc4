package io.elbowatch.endurance;

import io.elbowatch.endurance.Usage.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The growth of a figure: the median of the second quarter of the samples, when the process is warm, and that of the
 * last quarter. Medians, because a garbage collection may be due at the moment of a sample.
 */
record Growth(Figure figure, double early, double late) {
    private static final double MOST = 0.05;
    /** One more connection to a broker or one more pool thread is no leak. */
    private static final double FEW = 2;

    static List<Growth> of(List<Usage> samples) {
        int quarter = samples.size() / 4;
        if (quarter == 0) {
            throw new IllegalArgumentException(samples.size() + " samples are too few");
        }
        return Arrays.stream(Figure.values())
                .map(figure -> new Growth(
                        figure,
                        median(figure, samples.subList(quarter, 2 * quarter)),
                        median(figure, samples.subList(samples.size() - quarter, samples.size()))))
                .toList();
    }

    private static double median(Figure figure, List<Usage> samples) {
        double[] sorted = samples.stream().mapToDouble(figure::of).sorted().toArray();
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
