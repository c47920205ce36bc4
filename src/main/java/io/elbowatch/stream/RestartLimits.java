package io.elbowatch.stream;

import java.time.Duration;

/**
 * How often a stream thread that died may be replaced before the application gives up: a fault that comes back at once
 * is no hiccup, and a loop of restarts hides it.
 *
 * @param max so many replacements …
 * @param window … within so long
 */
public record RestartLimits(int max, Duration window) {

    public RestartLimits {
        if (max < 0) {
            throw new IllegalArgumentException("restarts.max must be 0 or more, not " + max);
        }
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("restarts.window must be positive, not " + window);
        }
    }
}
