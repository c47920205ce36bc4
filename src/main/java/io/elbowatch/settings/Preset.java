package io.elbowatch.settings;

import io.elbowatch.core.Labelled;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.KafkaNames;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings that serve one aim together. They overwrite defaults and yield to everything that the user set. The result is
 * checked as if the user had set all of it.
 */
public enum Preset implements Labelled {
    /** The defaults. */
    BALANCED(Map.of(), Map.of()),

    /** For readers of committed results. */
    LATENCY(Map.of("batch.linger", "10ms", "kafka.producer.linger.ms", "5"), Map.of("kafka.commit.interval.ms", "25")),

    /** For readers of uncommitted results, which wait for no commit but for one that is under way: so there are few. */
    EARLY(Map.of("batch.linger", "2ms", "kafka.producer.linger.ms", "2"), Map.of("kafka.commit.interval.ms", "2000")),

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
     * The settings, by key. Results wait for a commit only under exactly-once. Under at-least-once a short commit
     * interval would cost throughput and gain nothing.
     */
    Map<String, String> settings(Guarantee guarantee) {
        Map<String, String> settings = new TreeMap<>(always);
        if (guarantee == Guarantee.EXACTLY_ONCE_V2) {
            settings.putAll(underExactlyOnce);
        }
        return settings;
    }

    /**
     * The settings, without those that yield to the user's. A setting of one Kafka client, such as {@code
     * kafka.producer.linger.ms}, yields to the same setting without the client's prefix, too: Kafka itself would
     * prefer the preset's.
     *
     * @param chosen keys that the user set
     */
    Map<String, Given> layer(Guarantee guarantee, Set<String> chosen) {
        Map<String, Given> layer = new TreeMap<>();
        settings(guarantee).forEach((key, value) -> {
            if (!chosen.contains(withoutClient(key))) {
                layer.put(key, new Given(key, value, "preset " + label()));
            }
        });
        return layer;
    }

    private static String withoutClient(String key) {
        return key.startsWith(Setting.KAFKA_PREFIX)
                ? Setting.KAFKA_PREFIX + KafkaNames.bare(key.substring(Setting.KAFKA_PREFIX.length()))
                : key;
    }
}
