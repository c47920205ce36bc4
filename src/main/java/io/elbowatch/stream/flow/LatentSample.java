package io.elbowatch.stream.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Selects the images that are inspected for the drift of the latents: the first one of every 250 ms of this process,
 * whatever its verdict. A slow model inspects fewer, at most a quarter of a percent of one core. For use by many
 * threads.
 */
final class LatentSample {
    private static final long EVERY_MILLIS = 250;
    private static final long COST_FACTOR = 400;

    private final AtomicLong nextMillis = new AtomicLong(Long.MIN_VALUE);

    boolean isDue(long nowMillis) {
        long next = nextMillis.get();
        return nowMillis >= next && nextMillis.compareAndSet(next, nowMillis + EVERY_MILLIS);
    }

    /** Reports the time of the last inspection. */
    void spend(long nanos, long nowMillis) {
        nextMillis.accumulateAndGet(nowMillis + COST_FACTOR * nanos / 1_000_000, Math::max);
    }
}
