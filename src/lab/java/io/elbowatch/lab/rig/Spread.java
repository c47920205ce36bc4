package io.elbowatch.lab.rig;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Median and range of some figures: least ≤ median ≤ greatest, all finite. */
public record Spread(double median, double least, double greatest) {

    public Spread {
        if (!(least <= median && median <= greatest) || Double.isInfinite(least) || Double.isInfinite(greatest)) {
            throw new IllegalArgumentException("no spread: " + least + ", " + median + ", " + greatest);
        }
    }

    /** The median of an even number of figures is the mean of the two in the middle. */
    public static Spread of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    public static <T> Spread of(List<T> all, ToDoubleFunction<T> figure) {
        return of(all.stream().mapToDouble(figure).toArray());
    }

    /** {@code 56 (54 to 61)}. @param digits after the decimal point */
    public String text(int digits) {
        String figure = "%,." + digits + "f";
        return String.format(Locale.ROOT, figure + " (" + figure + " to " + figure + ")", median, least, greatest);
    }

    /** The median alone. */
    public String brief(int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", median);
    }
}
