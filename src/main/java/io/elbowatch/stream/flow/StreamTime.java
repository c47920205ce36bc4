package io.elbowatch.stream.flow;

import java.time.Duration;

/**
 * The stream time of a partition: the latest timestamp of its images so far. Timestamps far ahead of the wall clock do
 * not count, so that one broken clock does not age all sources. It never goes back. Used by one thread.
 */
final class StreamTime {
    private static final long MAX_AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

    private final long aheadMillis;
    private long millis;

    /** @param silence a clock may be ahead by half of it at most; zero when silence is not watched */
    StreamTime(Duration silence) {
        aheadMillis = silence.isZero() ? MAX_AHEAD_MILLIS : Math.min(MAX_AHEAD_MILLIS, silence.toMillis() / 2);
    }

    /** Starts again at a stored time. */
    void restore(long storedMillis) {
        millis = storedMillis;
    }

    void advance(long timestampMillis, long wallMillis) {
        if (timestampMillis <= wallMillis + aheadMillis) {
            millis = Math.max(millis, timestampMillis);
        }
    }

    long millis() {
        return millis;
    }
}
