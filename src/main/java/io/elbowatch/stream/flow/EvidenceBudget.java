package io.elbowatch.stream.flow;

/**
 * Limits the time of a process for pictures, whatever the size of an image: a tenth of one core on average, and half a
 * second at once. When the light fails in a hall, all sources have an anomaly in the same second. For use by many
 * threads.
 */
final class EvidenceBudget {
    private static final double SHARE = 0.1;
    private static final double MAX_MILLIS = 500;

    /** Kafka Streams gives each task the time of its last record or tick. One that is older by more is a clock set back. */
    private static final long MAX_OLDER_MILLIS = 10_000;

    private double millis = MAX_MILLIS;
    private long atMillis;

    /** Whether time is left for another picture. */
    synchronized boolean isOpen(long nowMillis) {
        long passed = nowMillis - atMillis;
        if (passed > 0) {
            millis = Math.min(MAX_MILLIS, millis + SHARE * passed);
        }
        // Threads call with older and newer times in turn: what lies between them counts once.
        if (passed > 0 || passed < -MAX_OLDER_MILLIS) {
            atMillis = nowMillis;
        }
        return millis > 0;
    }

    /** Reports the time of one picture, or of one that failed. */
    synchronized void spend(long nanos) {
        millis -= nanos / 1e6;
    }
}
