package io.elbowatch.stream.feed;

import java.util.OptionalDouble;

/**
 * A steady rate. The n-th turn comes n/rate after the first, whatever the turns before it took: delays are caught up, and
 * the rate does not drift.
 */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;
    private final double nanosPerTurn;
    private final Timeline timeline;
    private final long begun;
    private long turns;

    /** @param rate turns a second, empty for as fast as it goes */
    Pace(OptionalDouble rate, Timeline timeline) {
        this.nanosPerTurn = rate.isPresent() ? NANOS_PER_SECOND / rate.getAsDouble() : 0;
        this.timeline = timeline;
        this.begun = timeline.nanos();
    }

    /** Waits for the next turn. @return false when the feed is to stop */
    boolean awaitTurn() {
        return timeline.waitUntil(begun + (long) (turns++ * nanosPerTurn));
    }
}
