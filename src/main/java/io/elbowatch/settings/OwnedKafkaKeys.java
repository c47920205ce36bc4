package io.elbowatch.settings;

import io.elbowatch.stream.access.KafkaNames;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Kafka's settings that do not pass through, because a promise hangs on them, and what to set instead. */
final class OwnedKafkaKeys {
    private static final String FORMATS = "keys and values keep the bytes that Elbowatch gives them";
    private static final String ONCE = "'guarantee' decides it";
    private static final String FAULTS = "what cannot be scored goes to the topic of topics.rejected";

    /** By Kafka's name: why, or what to use. */
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
            Map.entry("enable.auto.commit", ONCE),
            Map.entry("isolation.level", ONCE),
            Map.entry("enable.idempotence", ONCE),
            Map.entry("transactional.id", ONCE),
            Map.entry("acks", ONCE),
            Map.entry("deserialization.exception.handler", FAULTS),
            Map.entry("default.deserialization.exception.handler", FAULTS),
            Map.entry("processing.exception.handler", FAULTS),
            Map.entry("production.exception.handler", FAULTS),
            Map.entry("default.production.exception.handler", FAULTS)));

    private OwnedKafkaKeys() {}

    /** Why a setting of Kafka, with or without a client's prefix, is not taken. */
    static Optional<String> reason(String kafkaName) {
        return Optional.ofNullable(REASONS.get(KafkaNames.bare(kafkaName)));
    }
}
