package io.elbowatch.settings;

import io.elbowatch.core.Labelled;
import io.elbowatch.stream.access.Guarantee;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that serve one aim together. They come before the defaults and after everything that anybody set; what they come
 * to with the rest is checked as if all of it had been given.
 */
public enum Preset implements Labelled {
    /** The defaults. */
    BALANCED(Map.of(), Map.of()),

    LATENCY(Map.of("batch.linger", "10ms", "kafka.producer.linger.ms", "5"), Map.of("kafka.commit.interval.ms", "25")),

    THROUGHPUT(
            Map.of("batch.linger", "100ms", "batch.max-images", "128", "kafka.producer.batch.size", "262144"),
            Map.of("kafka.commit.interval.ms", "180"));

    private final Map<String, String> always;
    private final Map<String, String> underExactlyOnce;

    Preset(Map<String, String> always, Map<String, String> underExactlyOnce) {
        this.always = always;
        this.underExactlyOnce = underExactlyOnce;
    }

    /**
     * The settings, by key. Results wait for a commit under exactly-once alone: at least once, a short interval of commits would
     * cost and bring nothing.
     */
    Map<String, String> settings(Guarantee guarantee) {
        Map<String, String> settings = new TreeMap<>(always);
        if (guarantee == Guarantee.EXACTLY_ONCE_V2) {
            settings.putAll(underExactlyOnce);
        }
        return settings;
    }
}
