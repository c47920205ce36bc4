package io.elbowatch.stream.flow;

import java.util.function.LongSupplier;

/**
 * Limits the time of a process for pictures, whatever the size of an image: a tenth of one core on average, and half a
 * second at once. When the light fails in a hall, all sources have an anomaly in the same second. For use by many
 * threads.
 */
final class EvidenceBudget {
    private static final double SHARE = 0.1;
    private static final double MAX_NANOS = 500e6;

    private final LongSupplier nanoTime;
    private double nanos = MAX_NANOS;
    private long atNanos;

    EvidenceBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.atNanos = nanoTime.getAsLong();
    }

    /**
     * Whether time is left for another picture. It reads the clock itself: Kafka Streams gives each task a time of its
     * own, and the time from an older one to a newer one would count again and again.
     */
    synchronized boolean isOpen() {
        long now = nanoTime.getAsLong();
        nanos = Math.min(MAX_NANOS, nanos + SHARE * (now - atNanos));
        atNanos = now;
        return nanos > 0;
    }

    /** Reports the time of one picture. */
    synchronized void spend(long spentNanos) {
        nanos -= spentNanos;
    }
}
