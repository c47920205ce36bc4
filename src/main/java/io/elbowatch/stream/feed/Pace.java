package io.elbowatch.stream.feed;

import java.util.OptionalDouble;

/**
 * A constant rate. The n-th turn is due n/rate after the first, however long the turns before it took. So delays are
 * caught up, and the rate does not drift.
 */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;
    private final double nanosPerTurn;
    private final Timeline timeline;
    private final long startNanos;
    private long turns;

    /** @param rate turns a second, empty for as fast as possible */
    Pace(OptionalDouble rate, Timeline timeline) {
        this.nanosPerTurn = rate.isPresent() ? NANOS_PER_SECOND / rate.getAsDouble() : 0;
        this.timeline = timeline;
        this.startNanos = timeline.nanos();
    }

    /** Waits for the next turn. @return false when the feed must stop */
    boolean awaitTurn() {
        return timeline.waitUntil(startNanos + (long) (turns++ * nanosPerTurn));
    }
}
