package io.elbowatch.stream.intake;

import java.util.Map;
import java.util.Objects;

/**
 * How the records of all input topics are read.
 *
 * @param rules of the topics that have none of their own
 * @param ofTopics the rules of single topics
 * @param maxBytes of an image; a longer one is refused before it is decoded from text
 */
public record IntakeSettings(IntakeRules rules, Map<String, IntakeRules> ofTopics, int maxBytes) {
    private static final int DEFAULT_MAX_BYTES = 16 << 20;

    /** The values are the images, the keys their sources. */
    public static final IntakeSettings RAW = new IntakeSettings(IntakeRules.RAW, Map.of(), DEFAULT_MAX_BYTES);

    public IntakeSettings {
        Objects.requireNonNull(rules, "rules");
        ofTopics = Map.copyOf(ofTopics);
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, not " + maxBytes);
        }
    }

    /** The rules of a topic. */
    public IntakeRules of(String topic) {
        return ofTopics.getOrDefault(topic, rules);
    }
}
