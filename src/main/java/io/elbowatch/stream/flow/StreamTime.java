package io.elbowatch.stream.flow;

import java.time.Duration;

/**
 * The stream time of a partition: the latest timestamp of its images so far, but none that is far ahead of the wall clock, so that one
 * broken clock does not age all sources. It never goes back. Used by one thread.
 */
final class StreamTime {
    private static final long MOST_AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

    private final long aheadMillis;
    private long millis;

    /** @param silence of which a clock that is ahead may use up half; zero where none is watched for */
    StreamTime(Duration silence) {
        aheadMillis = silence.isZero() ? MOST_AHEAD_MILLIS : Math.min(MOST_AHEAD_MILLIS, silence.toMillis() / 2);
    }

    /** Begins anew at what was stored. */
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
