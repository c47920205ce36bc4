package io.elbowatch.stream.flow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Selects the images that are inspected for the drift of the latents: the first one of every 250 ms of this process,
 * whatever its verdict. A slow model inspects fewer, at most a quarter of a percent of one core. For use by many
 * threads.
 */
final class LatentSample {
    private static final long EVERY_NANOS = 250_000_000;
    private static final long COST_FACTOR = 400;

    private final LongSupplier nanoTime;
    private final AtomicLong nextNanos;

    LatentSample(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
    }

    boolean isDue() {
        long next = nextNanos.get();
        long now = nanoTime.getAsLong();
        return now - next >= 0 && nextNanos.compareAndSet(next, now + EVERY_NANOS);
    }

    /** Reports what the last inspection took. */
    void spend(long nanos) {
        long next = nanoTime.getAsLong() + COST_FACTOR * nanos;
        nextNanos.accumulateAndGet(next, (before, after) -> after - before > 0 ? after : before);
    }
}
