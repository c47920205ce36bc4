package io.elbowatch.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which images are looked at for the drift of the latents: the first of every second of this process, whatever its verdict. For use
 * by many threads.
 */
final class LatentSample {
    private static final long EVERY_MILLIS = 1_000;

    private final AtomicLong nextMillis = new AtomicLong(Long.MIN_VALUE);

    boolean takes(long nowMillis) {
        long next = nextMillis.get();
        return nowMillis >= next && nextMillis.compareAndSet(next, nowMillis + EVERY_MILLIS);
    }
}
