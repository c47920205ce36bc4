package io.elbowatch.stream.access;

import java.time.Duration;

/**
 * How often a stream thread that died may be replaced before the application gives up: a fault that comes back at once
 * is no hiccup, and a loop of restarts hides it.
 *
 * @param max so many replacements …
 * @param window … within so long
 */
public record RestartLimits(int max, Duration window) {
    private static final long FIRST_REST_MILLIS = 500;

    /** Half of transaction.timeout.ms as it is set here: until a thread has rested, its transaction is open. */
    private static final long LONGEST_REST_MILLIS = 5_000;

    public RestartLimits {
        if (max < 0) {
            throw new IllegalArgumentException("max must be 0 or more, not " + max);
        }
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("window must be positive, not " + window);
        }
    }

    /**
     * How long to wait before the next replacement, so that what failed can recover: the first comes at once.
     *
     * @param replaced how many there were within the window
     */
    public Duration restAfter(int replaced) {
        int doublings = Math.min(replaced - 1, 10);
        return Duration.ofMillis(replaced == 0 ? 0 : Math.min(LONGEST_REST_MILLIS, FIRST_REST_MILLIS << doublings));
    }
}
