package io.elbowatch.lab.soak;

import java.util.OptionalInt;

/**
 * Keeps faults and images in step: where the number of faults is set, each comes when its share of the images has been sent, and no more is
 * sent until it has; else they come by time alone.
 *
 * @param images that are sent
 * @param faults that are to be done; empty where time decides
 * @param meanPauseMillis between faults
 */
record FaultPace(int images, OptionalInt faults, long meanPauseMillis) {
    /** Images reach a fault a little early, and the pause decides. */
    private static final double AHEAD_OF_FAULTS = 1.1;

    /** At which images are to be sent; infinite where nothing holds them back. */
    double imagesPerSecond() {
        return faults.isEmpty() || faults.getAsInt() == 0
                ? Double.POSITIVE_INFINITY
                : AHEAD_OF_FAULTS * images / (faults.getAsInt() * meanPauseMillis / 1e3);
    }

    /** Whether a fault is to come after so many. */
    boolean hasMoreAfter(int begun) {
        return faults.isEmpty() || begun < faults.getAsInt();
    }

    /** Whether so many images are enough for the next fault after so many. */
    boolean due(int begun, int sent) {
        return hasMoreAfter(begun) && (faults.isEmpty() || sent >= mostSent(begun));
    }

    /** How many images may have been sent when so many faults have begun. */
    int mostSent(int begun) {
        if (faults.isEmpty() || begun >= faults.getAsInt()) {
            return images;
        }
        return (int) ((long) images * (begun + 1) / (faults.getAsInt() + 1));
    }
}
