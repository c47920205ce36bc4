package io.elbowatch.core.quality;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The false-alarm rates that are in force: one, or those of several bundles.
 *
 * @param low the smallest
 * @param high the largest
 */
public record AlphaRange(double low, double high) {

    public AlphaRange {
        if (!(low > 0 && low <= high && high < 1)) {
            throw new IllegalArgumentException("false-alarm rates from " + low + " to " + high);
        }
    }

    /** That of these; empty for none. */
    public static Optional<AlphaRange> of(Collection<Double> alphas) {
        return alphas.stream().map(alpha -> new AlphaRange(alpha, alpha)).reduce(AlphaRange::with);
    }

    private AlphaRange with(AlphaRange other) {
        return new AlphaRange(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** The only one; empty where there are several. */
    public OptionalDouble only() {
        return low == high ? OptionalDouble.of(low) : OptionalDouble.empty();
    }
}
