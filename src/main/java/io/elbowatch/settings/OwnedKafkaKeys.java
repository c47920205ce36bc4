package io.elbowatch.settings;

import io.elbowatch.stream.access.KafkaNames;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Kafka's settings that do not pass through because Elbowatch's guarantees depend on them, each with the reason. */
final class OwnedKafkaKeys {
    private static final String FORMATS = "Elbowatch chooses the format of keys and values";
    private static final String GUARANTEE = "'guarantee' decides it";
    private static final String REJECTED = "a record that cannot be scored goes to the topic 'topics.rejected'";

    /** The reason, or what to set instead, by Kafka's name. */
    static final Map<String, String> REASONS = new TreeMap<>(Map.ofEntries(
            Map.entry("application.id", "set 'application-id'"),
            Map.entry("group.id", "set 'application-id'"),
            Map.entry("processing.guarantee", "set 'guarantee'"),
            Map.entry("num.stream.threads", "set 'threads'"),
            Map.entry("default.key.serde", FORMATS),
            Map.entry("default.value.serde", FORMATS),
            Map.entry("key.serializer", FORMATS),
            Map.entry("value.serializer", FORMATS),
            Map.entry("key.deserializer", FORMATS),
            Map.entry("value.deserializer", FORMATS),
            Map.entry("enable.auto.commit", GUARANTEE),
            Map.entry("isolation.level", GUARANTEE),
            Map.entry("enable.idempotence", GUARANTEE),
            Map.entry("transactional.id", GUARANTEE),
            Map.entry("acks", GUARANTEE),
            Map.entry("deserialization.exception.handler", REJECTED),
            Map.entry("default.deserialization.exception.handler", REJECTED),
            Map.entry("processing.exception.handler", REJECTED),
            Map.entry("production.exception.handler", REJECTED),
            Map.entry("default.production.exception.handler", REJECTED)));

    private OwnedKafkaKeys() {}

    /** The reason for a Kafka setting, with or without the prefix of a client; empty where it passes through. */
    static Optional<String> reason(String kafkaName) {
        return Optional.ofNullable(REASONS.get(KafkaNames.bare(kafkaName)));
    }
}
