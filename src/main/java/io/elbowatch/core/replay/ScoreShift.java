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

    /** @param before of the old model, changed by the call // [n] @param now of the new model, changed, too // [n] */
    static ScoreShift of(String name, double[] before, double[] now) {
        Sample ofBefore = coarse(before);
        Sample ofNow = coarse(now);
        return new ScoreShift(
                name,
                KolmogorovSmirnov.statistic(ofNow, ofBefore),
                KolmogorovSmirnov.critical(now.length, before.length, ONCE_IN_A_THOUSAND),
                ofBefore.median(),
                ofNow.median());
    }

    /**
     * To four digits. Records have nine and providers differ in about the sixth: without rounding, images that share the
     * lowest p-value would tie under one model and not across the two.
     */
    private static Sample coarse(double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != 0) {
                double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(numbers[i]))) - 3);
                numbers[i] = Math.rint(numbers[i] / unit) * unit;
            }
        }
        return Sample.of(numbers);
    }

    /** Whether the distance is no chance. */
    public boolean significant() {
        return distance > critical;
    }
}
