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
    public static final long MIN_IMAGES = 10_000;
    public static final long MAX_IMAGES = 1_000_000_000_000L;
    public static final Duration MIN_SILENCE = Duration.ofSeconds(1);
    public static final Duration MIN_FORGET = Duration.ofMinutes(1);
    public static final int MAX_SOURCES = 10_000_000;

    public static final IncidentSettings DEFAULT =
            new IncidentSettings(100_000_000, Duration.ofMinutes(10), Duration.ofHours(24), 100_000);

    public IncidentSettings {
        if (falseAlarmImages < MIN_IMAGES || falseAlarmImages > MAX_IMAGES) {
            throw new IllegalArgumentException("falseAlarmImages must lie between " + MIN_IMAGES + " and " + MAX_IMAGES
                    + ", not " + falseAlarmImages);
        }
        if (!silence.isZero() && silence.compareTo(MIN_SILENCE) < 0) {
            throw new IllegalArgumentException("silence must be zero or at least " + MIN_SILENCE + ", not " + silence);
        }
        if (forget.compareTo(MIN_FORGET) < 0 || forget.compareTo(silence) <= 0) {
            throw new IllegalArgumentException(
                    "forget must be at least " + MIN_FORGET + " and longer than silence, not " + forget);
        }
        if (maxSources < 1 || maxSources > MAX_SOURCES) {
            throw new IllegalArgumentException(
                    "maxSources must lie between 1 and " + MAX_SOURCES + ", not " + maxSources);
        }
    }

    /** Whether a source that sends nothing is an incident. */
    public boolean watchesSilence() {
        return !silence.isZero();
    }
}
