package io.elbowatch.lab.soak;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongSupplier;

/**
 * Measures for one fault at a time how long partitions of the images stood still. A partition stands still from the moment when the
 * first of its images waits, or the last one left, until the next leaves. All methods may be called from any thread.
 */
final class RecoveryWatch {
    /** Silences below it are those of commits and of a busy machine. */
    static final long NOTABLE_NANOS = 1_000_000_000L;

    private static final int INITIAL = 1 << 14;

    private final int partitions;
    private final LongSupplier nanos;
    private final long[] lastLeft; // of each partition
    private long[] sentAt = new long[INITIAL]; // of each image
    private Times times; // of the present fault; null without one

    /** What is known of a fault. */
    private static final class Times {
        private final long start;
        private final BitSet since = new BitSet(); // partitions that an image has left which was sent after the repair
        private final BitSet sinceWhole = new BitSet(); // as above, after the cluster was whole
        private long repaired = Long.MAX_VALUE;
        private long whole = Long.MAX_VALUE;
        private long recovered;
        private long lastSilence; // end of the last notable one
        private long longest;

        private Times(long start) {
            this.start = start;
            this.lastSilence = start;
        }
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    RecoveryWatch(int partitions, LongSupplier nanos) {
        this.partitions = partitions;
        this.nanos = nanos;
        this.lastLeft = new long[partitions];
        Arrays.fill(lastLeft, nanos.getAsLong());
    }

    /** An image is sent. Numbers rise. */
    synchronized void sent(int number) {
        if (number >= sentAt.length) {
            sentAt = Arrays.copyOf(sentAt, Math.max(number + 1, 2 * sentAt.length));
        }
        sentAt[number] = nanos.getAsLong();
    }

    /** The first record of an image was read. @param partition of the image */
    synchronized void left(int number, int partition) {
        long now = nanos.getAsLong();
        long sent = sentAt[number];
        if (times != null) {
            long silence = now - Math.max(times.start, Math.max(lastLeft[partition], sent));
            times.longest = Math.max(times.longest, silence);
            if (silence >= NOTABLE_NANOS) {
                times.lastSilence = now;
            }
            if (sent >= times.repaired) {
                times.since.set(partition);
                if (times.since.cardinality() == partitions && times.recovered == 0) {
                    times.recovered = now;
                }
            }
            if (sent >= times.whole) {
                times.sinceWhole.set(partition);
            }
        }
        lastLeft[partition] = now;
    }

    synchronized void began() {
        times = new Times(nanos.getAsLong());
    }

    /** The cause of the fault is gone. The first call counts. */
    synchronized void repaired() {
        times.repaired = Math.min(times.repaired, nanos.getAsLong());
    }

    /** All that the fault has ended runs again and has its partitions. */
    synchronized void whole() {
        times.whole = nanos.getAsLong();
    }

    /** Whether an image that was sent since {@link #whole} has left every partition. */
    synchronized boolean over() {
        return times.sinceWhole.cardinality() == partitions;
    }

    /** Ends the watch of the present fault, which is over. */
    synchronized Recovery end(FaultKind kind, String health) {
        Recovery recovery = new Recovery(
                kind,
                millis(times.lastSilence - times.start),
                millis(times.recovered - times.repaired),
                millis(times.longest),
                health);
        times = null;
        return recovery;
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
