package io.elbowatch.core.drift;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The population stability index of two samples that are counted in the same B bins: Σ(aᵢ − eᵢ)·ln(aᵢ/eᵢ), in nats; never
 * negative, and 0 where the shares are equal. It is the symmetric divergence of Jeffreys ("An Invariant Form for the Prior
 * Probability in Estimation Problems", 1946), which is Kullback and Leibler's J ("On Information and Sufficiency", 1951).
 */
final class PopulationStability {
    /**
     * What chance alone may give on average. By its distribution below, chance then exceeds the 0.25 that the alert is told of
     * less than once in a million looks: χ² of 9 degrees above 45.
     */
    static final double CHANCE = 0.05;

    /** Added to each count, the prior of Jeffreys: a bin without an image has a share above 0, and the index stays finite. */
    private static final double PRIOR = 0.5;

    private PopulationStability() {}

    /**
     * The index; empty as long as chance alone would give more than {@link #CHANCE}: of samples of one distribution it is about
     * (1/n + 1/m) times χ² of B − 1 degrees (Yurdakul, "Statistical Properties of Population Stability Index", 2018).
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
