package io.elbowatch.stream.intake;

import io.elbowatch.stream.registry.RegistrySettings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the records of all input topics are read.
 *
 * @param rules of the topics that have none of their own
 * @param ofTopics the rules of single topics
 * @param maxBytes of an image; a longer one is refused before it is decoded from text
 * @param registry of Avro schemas; there is one where a topic is in Avro
 */
public record IntakeSettings(
        IntakeRules rules, Map<String, IntakeRules> ofTopics, int maxBytes, Optional<RegistrySettings> registry) {
    private static final int DEFAULT_MAX_BYTES = 16 << 20;

    /** The values are the images, the keys their sources. */
    public static final IntakeSettings RAW =
            new IntakeSettings(IntakeRules.RAW, Map.of(), DEFAULT_MAX_BYTES, Optional.empty());

    public IntakeSettings {
        Objects.requireNonNull(rules, "rules");
        ofTopics = Map.copyOf(ofTopics);
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, not " + maxBytes);
        }
        if (hasAvro(rules, ofTopics) && registry.isEmpty()) {
            throw new IllegalArgumentException("Avro needs a registry");
        }
    }

    private static boolean hasAvro(IntakeRules rules, Map<String, IntakeRules> ofTopics) {
        return rules.format() == IntakeFormat.AVRO
                || ofTopics.values().stream().anyMatch(topic -> topic.format() == IntakeFormat.AVRO);
    }

    /** Whether a topic is in Avro. */
    boolean hasAvro() {
        return hasAvro(rules, ofTopics);
    }

    /** The rules of a topic. */
    public IntakeRules of(String topic) {
        return ofTopics.getOrDefault(topic, rules);
    }
}
