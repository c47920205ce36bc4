package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;

/**
 * The wall clock as it counts for silences. Between two looks at it two ticks pass at most, and it never goes back.
 * Nobody read images while the thread or the machine stood still, and a clock that is set says nothing of cameras. Used
 * by one thread.
 */
final class WatchedTime {
    /** Looks come once a tick or more often, some of them late. */
    private static final int MAX_TICKS = 2;

    private final long maxMillis;
    private long lookedMillis;
    private long millis;

    WatchedTime(IncidentSettings settings) {
        maxMillis = MAX_TICKS * settings.tick().toMillis();
    }

    /** Begins with the present time of the wall clock. */
    void begin(long wallMillis) {
        lookedMillis = wallMillis;
        millis = wallMillis;
    }

    /** Returns the time that counts. @param wallMillis the present time of the wall clock */
    long at(long wallMillis) {
        millis += Math.max(0, Math.min(maxMillis, wallMillis - lookedMillis));
        lookedMillis = wallMillis;
        return millis;
    }
}
