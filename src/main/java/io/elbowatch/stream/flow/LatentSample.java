package io.elbowatch.stream.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which images are looked at for the drift of the latents: the first of every quarter of a second of this process, whatever its verdict;
 * of a model that takes long fewer, a quarter of a percent of one core. For use by many threads.
 */
final class LatentSample {
    private static final long EVERY_MILLIS = 250;
    private static final long TIMES_THE_COST = 400;

    private final AtomicLong nextMillis = new AtomicLong(Long.MIN_VALUE);

    boolean takes(long nowMillis) {
        long next = nextMillis.get();
        return nowMillis >= next && nextMillis.compareAndSet(next, nowMillis + EVERY_MILLIS);
    }

    /** The last took so long. */
    void took(long nanos, long nowMillis) {
        nextMillis.accumulateAndGet(nowMillis + TIMES_THE_COST * nanos / 1_000_000, Math::max);
    }
}
