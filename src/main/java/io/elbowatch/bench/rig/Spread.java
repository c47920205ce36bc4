package io.elbowatch.bench.rig;

import java.util.Collection;
import java.util.Locale;

/**
 * The same figure of several rounds: the one in the middle, of an even number the higher of the two, and the outer ones.
 */
public record Spread(double median, double least, double greatest) {

    public Spread {
        if (!(least <= median && median <= greatest)) {
            throw new IllegalArgumentException(least + " <= " + median + " <= " + greatest + " does not hold");
        }
    }

    /** @param figures one or more */
    public static Spread of(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    /** {@code 56 (54 to 61)}, with so many digits behind the point. */
    public String text(int digits) {
        String figure = "%,." + digits + "f";
        return String.format(Locale.ROOT, figure + " (" + figure + " to " + figure + ")", median, least, greatest);
    }

    /** The median alone. */
    public String brief(int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", median);
    }
}
