package io.elbowatch.stream.access;

import java.time.Duration;

/**
 * How often a dead stream thread may be replaced before the application stops. A fault that returns at once is
 * permanent, and a loop of restarts would hide it.
 *
 * @param max largest number of replacements within the window
 * @param window in which replacements are counted
 */
public record RestartLimits(int max, Duration window) {
    private static final long FIRST_BACKOFF_MILLIS = 500;

    /** Half of transaction.timeout.ms as set here: a thread's transaction stays open during its backoff. */
    private static final long MAX_BACKOFF_MILLIS = 5_000;

    public RestartLimits {
        if (max < 0) {
            throw new IllegalArgumentException("max must be 0 or more, not " + max);
        }
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("window must be positive, not " + window);
        }
    }

    /**
     * How long to wait before the next replacement, so that the cause can recover. The first is immediate.
     *
     * @param replaced number of replacements within the window
     */
    public Duration backoffAfter(int replaced) {
        int doublings = Math.min(replaced - 1, 10);
        return Duration.ofMillis(replaced == 0 ? 0 : Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << doublings));
    }
}
