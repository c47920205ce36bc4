package io.elbowatch.lab.soak;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Keeps faults and images in step. With a set number of faults, each fault waits for its share of the images, and
 * further images wait for the fault. Otherwise faults come by time alone.
 *
 * @param images number of images to send
 * @param faults number of faults; empty if time decides
 * @param meanPauseMillis between faults
 * @param steady images a second, whatever the faults; empty for a rate that follows from the above
 */
record FaultPace(int images, OptionalInt faults, long meanPauseMillis, OptionalDouble steady) {
    /** Images are sent slightly faster than faults come, so that the pause decides. */
    private static final double AHEAD_OF_FAULTS = 1.1;

    static FaultPace of(SoakPlan plan) {
        return new FaultPace(
                plan.images(),
                plan.faults(),
                plan.faultEvery().toMillis(),
                plan.processes() ? OptionalDouble.of(plan.perSecond()) : OptionalDouble.empty());
    }

    /** The rate to send images at; infinite without a limit. */
    double imagesPerSecond() {
        if (steady.isPresent()) {
            return steady.getAsDouble();
        }
        return faults.isEmpty() || faults.getAsInt() == 0
                ? Double.POSITIVE_INFINITY
                : AHEAD_OF_FAULTS * images / (faults.getAsInt() * meanPauseMillis / 1e3);
    }

    /** Whether there are more faults after this number. */
    boolean hasMoreAfter(int begun) {
        return faults.isEmpty() || begun < faults.getAsInt();
    }

    /** Whether the next fault may begin. @param begun faults so far @param sent images so far */
    boolean due(int begun, int sent) {
        return hasMoreAfter(begun) && (steady.isPresent() || faults.isEmpty() || sent >= maxSent(begun));
    }

    /** The number of images that may be sent before the next fault. @param begun faults so far */
    int maxSent(int begun) {
        if (steady.isPresent() && hasMoreAfter(begun)) {
            return Integer.MAX_VALUE;
        }
        if (faults.isEmpty() || begun >= faults.getAsInt()) {
            return images;
        }
        return (int) ((long) images * (begun + 1) / (faults.getAsInt() + 1));
    }
}
