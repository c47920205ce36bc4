package io.elbowatch.core.source;

import java.time.Duration;

/**
 * When something is wrong with a source.
 *
 * @param falseAlarmImages a healthy source is falsely said to be anomalous at most once in so many images on average
 * @param silence a source without a scored image for so long is silent; zero where silence is no incident
 * @param forget a source without a scored image for so long is forgotten
 * @param maxSources so many sources of a partition are followed
 */
public record IncidentSettings(long falseAlarmImages, Duration silence, Duration forget, int maxSources) {
    // Before DEFAULT, whose constructor needs them.
    private static final long LEAST_IMAGES = 10_000;
    private static final long MOST_IMAGES = 1_000_000_000_000L;
    private static final Duration LEAST_FORGET = Duration.ofMinutes(1);
    private static final int MOST_SOURCES = 10_000_000;

    public static final IncidentSettings DEFAULT =
            new IncidentSettings(100_000_000, Duration.ofMinutes(10), Duration.ofHours(24), 100_000);

    public IncidentSettings {
        if (falseAlarmImages < LEAST_IMAGES || falseAlarmImages > MOST_IMAGES) {
            throw new IllegalArgumentException("incidents.false-alarm-images must lie between " + LEAST_IMAGES + " and "
                    + MOST_IMAGES + ", not " + falseAlarmImages);
        }
        if (!silence.isZero() && silence.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "incidents.silence must be 0s, for none, or at least 1s, not " + silence.toMillis() + "ms");
        }
        if (forget.compareTo(LEAST_FORGET) < 0 || forget.compareTo(silence) <= 0) {
            throw new IllegalArgumentException("incidents.forget must be at least " + LEAST_FORGET.toSeconds()
                    + "s and longer than incidents.silence, not " + forget.toSeconds() + "s");
        }
        if (maxSources < 1 || maxSources > MOST_SOURCES) {
            throw new IllegalArgumentException(
                    "incidents.max-sources must lie between 1 and " + MOST_SOURCES + ", not " + maxSources);
        }
    }

    /** Whether a source that sends nothing is an incident. */
    public boolean watchesSilence() {
        return !silence.isZero();
    }
}
