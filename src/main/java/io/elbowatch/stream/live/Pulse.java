package io.elbowatch.stream.live;

import org.HdrHistogram.Histogram;

/** The counts of the current second, and the age of scored images when their score was read. Used by one thread. */
final class Pulse {
    private static final long MAX_MILLIS = 7L * 24 * 3600 * 1000;

    private final Histogram ages = new Histogram(MAX_MILLIS, 2);
    private long images;
    private long anomalies;
    private long rejected;

    /**
     * A second that is over. An age is the time in milliseconds from when an image was produced until its score was
     * read; -1 where no image arrived.
     */
    record Beat(
            long atMillis, double images, double anomalies, double rejected, long medianAgeMillis, long p99AgeMillis) {}

    /** @param ageMillis may be negative where clocks differ */
    void image(long ageMillis) {
        images++;
        ages.recordValue(Math.max(0, Math.min(ageMillis, MAX_MILLIS)));
    }

    void anomaly() {
        anomalies++;
    }

    void rejected() {
        rejected++;
    }

    /** Ends the current period and starts the next. @param seconds length of the period */
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
