package io.elbowatch.core.replay;

import io.elbowatch.core.statistics.KolmogorovSmirnov;
import io.elbowatch.core.statistics.Sample;

/**
 * How differently one number is distributed under the two models, over the images that both scored.
 *
 * @param name of {@link Outcome#NAMES}
 * @param distance of Kolmogorov and Smirnov, 0 to 1
 * @param critical what samples of one distribution exceed once in a thousand cases; less often here, where both are of
 *     the same images
 * @param medianBefore of the old model
 * @param medianNow of the new model
 */
public record ScoreShift(String name, double distance, double critical, double medianBefore, double medianNow) {
    private static final double ONCE_IN_A_THOUSAND = 0.001;

    static ScoreShift of(String name, Sample before, Sample now) {
        return new ScoreShift(
                name,
                KolmogorovSmirnov.statistic(now, before),
                KolmogorovSmirnov.critical(now.size(), before.size(), ONCE_IN_A_THOUSAND),
                before.median(),
                now.median());
    }

    /** Whether the distance is no chance. */
    public boolean significant() {
        return distance > critical;
    }
}
