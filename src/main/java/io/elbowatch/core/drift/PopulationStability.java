package io.elbowatch.core.drift;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The population stability index of two samples, counted in the same B bins: Σ(aᵢ − eᵢ)·ln(aᵢ/eᵢ), in nats; never
 * negative, and 0 where the shares are equal. It is the symmetric divergence of Jeffreys ("An Invariant Form for the
 * Prior Probability in Estimation Problems", 1946), which is Kullback and Leibler's J ("On Information and
 * Sufficiency", 1951).
 */
final class PopulationStability {
    /**
     * The largest mean of the index that chance alone may give. By the distribution below, chance then exceeds the
     * alert's threshold 0.25 less than once in a million evaluations: χ² with 9 degrees of freedom above 45.
     */
    static final double CHANCE = 0.05;

    /** Jeffreys' prior, added to each count: an empty bin has a share above 0, and the index stays finite. */
    private static final double PRIOR = 0.5;

    private PopulationStability() {}

    /**
     * The index; empty while chance alone would give more than {@link #CHANCE} on average. For samples of one
     * distribution the index is about (1/n + 1/m) times χ² with B − 1 degrees of freedom (Yurdakul, "Statistical
     * Properties of Population Stability Index", 2018).
     *
     * @param counted images of the window in each bin // [B]
     * @param calibration images in each bin // [B]
     */
    static OptionalDouble index(long[] counted, long[] calibration) {
        double n = Arrays.stream(counted).sum();
        double m = Arrays.stream(calibration).sum();
        int bins = counted.length;
        if ((bins - 1) * (1 / n + 1 / m) > CHANCE) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int i = 0; i < bins; i++) {
            double actual = (counted[i] + PRIOR) / (n + bins * PRIOR);
            double expected = (calibration[i] + PRIOR) / (m + bins * PRIOR);
            sum += (actual - expected) * Math.log(actual / expected);
        }
        return OptionalDouble.of(sum);
    }
}
