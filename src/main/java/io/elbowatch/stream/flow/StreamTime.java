package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import java.time.Duration;

/**
 * The stream time of a partition: a clock that the timestamps of its images move. It never goes back, and one image moves
 * it by one tick at most: nobody can tell a leap of hours from images that come out of order
 * (docs/decisions/0030). Timestamps far ahead of the wall clock do not count, so that one broken clock does not
 * age all sources. Used by one thread.
 */
final class StreamTime {
    private static final long MAX_AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long NONE = -1;

    private final long aheadMillis;
    private final long tickMillis;
    private long latestMillis = NONE;
    private long millis;

    /** A clock of a source may be ahead by half of the silence at most. */
    StreamTime(IncidentSettings settings) {
        aheadMillis = settings.watchesSilence()
                ? Math.min(MAX_AHEAD_MILLIS, settings.silence().toMillis() / 2)
                : MAX_AHEAD_MILLIS;
        tickMillis = settings.tick().toMillis();
    }

    /** Forgets all images. */
    void clear() {
        latestMillis = NONE;
        millis = 0;
    }

    /**
     * Continues from a source's last image, of which the latest counts.
     *
     * @param storedMillis stream time at that image
     */
    void restore(long storedMillis, long timestampMillis, long wallMillis) {
        millis = Math.max(millis, storedMillis);
        if (timestampMillis <= wallMillis + aheadMillis) {
            latestMillis = Math.max(latestMillis, timestampMillis);
        }
    }

    void advance(long timestampMillis, long wallMillis) {
        if (timestampMillis > wallMillis + aheadMillis || timestampMillis <= latestMillis) {
            return;
        }
        if (latestMillis == NONE) {
            millis = Math.max(millis, timestampMillis);
        } else {
            millis += Math.min(tickMillis, timestampMillis - latestMillis);
        }
        latestMillis = timestampMillis;
    }

    long millis() {
        return millis;
    }
}
