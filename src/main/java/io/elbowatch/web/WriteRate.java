package io.elbowatch.web;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each author may write: {@value #BURST} requests at once, and {@value #PER_SECOND} a second in the long run. A
 * person is slower; a program writes to the topic. One author never uses up what another has. Used by many threads.
 */
final class WriteRate {
    static final int BURST = 20;
    static final int PER_SECOND = 5;

    private static final double NANOS_EACH = 1e9 / PER_SECOND;

    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new HashMap<>(); // as many as there are logins

    WriteRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether the author may write now; if so, it counts. */
    synchronized boolean admit(String author) {
        return buckets.computeIfAbsent(author, name -> new Bucket(nanoTime.getAsLong()))
                .take(nanoTime.getAsLong());
    }

    /** Fills up with time. */
    private static final class Bucket {
        private double left = BURST;
        private long filledNanos;

        Bucket(long nowNanos) {
            filledNanos = nowNanos;
        }

        boolean take(long nowNanos) {
            left = Math.min(BURST, left + (nowNanos - filledNanos) / NANOS_EACH);
            filledNanos = nowNanos;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
