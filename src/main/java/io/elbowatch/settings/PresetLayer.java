package io.elbowatch.settings;

import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.KafkaNames;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of the preset that was chosen, without those that yield to others. A setting of Kafka yields to the same one given
 * without the prefix of a client too, which Kafka itself would put behind it.
 */
final class PresetLayer {
    private PresetLayer() {}

    /** @param given the keys that anybody set */
    static Layer of(Preset preset, Guarantee guarantee, Set<String> given) {
        Map<String, Given> kept = new TreeMap<>();
        preset.settings(guarantee).forEach((key, value) -> {
            if (!given.contains(withoutClient(key))) {
                kept.put(key, new Given(key, value, "preset " + preset.label()));
            }
        });
        return new Layer(Layer.Rank.PRESET, kept);
    }

    private static String withoutClient(String key) {
        return key.startsWith(Setting.KAFKA_PREFIX)
                ? Setting.KAFKA_PREFIX + KafkaNames.bare(key.substring(Setting.KAFKA_PREFIX.length()))
                : key;
    }
}
