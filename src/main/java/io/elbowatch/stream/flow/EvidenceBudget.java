package io.elbowatch.stream.flow;

/**
 * How much of a process's time goes into pictures: a tenth of one core in the long run, and half a second at once, whatever the size of
 * an image. When the light goes out in a hall, every source has an anomaly in the same second. For use by many threads.
 */
final class EvidenceBudget {
    private static final double SHARE = 0.1;
    private static final double MOST_MILLIS = 500;

    private double millis = MOST_MILLIS;
    private long atMillis;

    /** Whether there is time left for another. */
    synchronized boolean isOpen(long nowMillis) {
        millis = Math.min(MOST_MILLIS, millis + SHARE * Math.max(0, nowMillis - atMillis));
        atMillis = nowMillis;
        return millis > 0;
    }

    /** One has taken so long. */
    synchronized void spend(long nanos) {
        millis -= nanos / 1e6;
    }
}
