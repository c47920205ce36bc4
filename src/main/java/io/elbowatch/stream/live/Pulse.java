package io.elbowatch.stream.live;

import org.HdrHistogram.Histogram;

/** What came in the second that is running: counts, and how old scored images were when their score was read. Used by one thread. */
final class Pulse {
    private static final long LONGEST_MILLIS = 7L * 24 * 3600 * 1000;

    private final Histogram ages = new Histogram(LONGEST_MILLIS, 2);
    private long images;
    private long anomalies;
    private long rejected;

    /**
     * A second that is over. Ages are of images that were produced until their score was read, in milliseconds; -1 where none
     * came.
     */
    record Beat(
            long atMillis, double images, double anomalies, double rejected, long medianAgeMillis, long p99AgeMillis) {}

    /** @param ageMillis may be negative where clocks differ */
    void image(long ageMillis) {
        images++;
        ages.recordValue(Math.max(0, Math.min(ageMillis, LONGEST_MILLIS)));
    }

    void anomaly() {
        anomalies++;
    }

    void rejected() {
        rejected++;
    }

    /** Rates over so many seconds, which are over now; the next ones begin. */
    Beat end(long nowMillis, double seconds) {
        boolean any = ages.getTotalCount() > 0;
        Beat beat = new Beat(
                nowMillis,
                images / seconds,
                anomalies / seconds,
                rejected / seconds,
                any ? ages.getValueAtPercentile(50) : -1,
                any ? ages.getValueAtPercentile(99) : -1);
        ages.reset();
        images = 0;
        anomalies = 0;
        rejected = 0;
        return beat;
    }
}
