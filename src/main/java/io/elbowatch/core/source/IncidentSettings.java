package io.elbowatch.core.source;

import java.time.Duration;

/**
 * When a source opens and closes incidents.
 *
 * @param falseAlarmImages A: a healthy source opens at most one false incident in this number of images on average
 * @param silence the time without a scored image after which a source is silent; zero where silence is no incident
 * @param forget the time without a scored image after which a source is forgotten
 * @param maxSources the largest number of sources that are watched in a partition
 */
public record IncidentSettings(long falseAlarmImages, Duration silence, Duration forget, int maxSources) {
    // Before DEFAULT, whose constructor needs them.
    public static final long MIN_IMAGES = 10_000;
    public static final long MAX_IMAGES = 1_000_000_000_000L;
    public static final Duration MIN_SILENCE = Duration.ofSeconds(1);
    public static final Duration MIN_FORGET = Duration.ofMinutes(1);
    public static final int MAX_SOURCES = 10_000_000;
    private static final Duration MAX_TICK = Duration.ofMinutes(1);
    private static final int TICKS_PER_PERIOD = 10;

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

    /** How often sources are checked: a tenth of the shortest time that is watched, at most a minute. */
    public Duration tick() {
        Duration tenth = (watchesSilence() ? silence : forget).dividedBy(TICKS_PER_PERIOD);
        return tenth.compareTo(MAX_TICK) < 0 ? tenth : MAX_TICK;
    }

    /** Whether silence is an incident. */
    public boolean watchesSilence() {
        return !silence.isZero();
    }
}
