package io.elbowatch.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.lab.demo.Outcome.Rejected;
import io.elbowatch.lab.demo.Outcome.Result;
import io.elbowatch.lab.demo.Outcome.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads scores, rejections and incidents as any downstream consumer would: committed ones only, from now on. Used by one thread.
 */
public final class OutcomeReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String rejectedTopic;
    private final String incidentsTopic;

    public OutcomeReader(String bootstrapServers, String scoresTopic, String rejectedTopic, String incidentsTopic) {
        this.rejectedTopic = rejectedTopic;
        this.incidentsTopic = incidentsTopic;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "elbowatch-demo-reader"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(scoresTopic, rejectedTopic, incidentsTopic).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Hands on what has come, after waiting so long for the first. */
    public void poll(Duration patience, Consumer<Outcome> onOutcome, Consumer<Incident> onIncident) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            String source = record.key() == null ? "" : new String(record.key(), UTF_8);
            if (record.topic().equals(incidentsTopic)) {
                onIncident.accept(incident(source, json(record)));
            } else {
                long ageMillis = System.currentTimeMillis() - record.timestamp();
                onOutcome.accept(new Outcome(source, header(record, "image-name"), ageMillis, result(record)));
            }
        }
    }

    private static Incident incident(String source, JsonNode json) {
        return new Incident(
                source,
                json.at("/event").asText().equals("opened"),
                json.at("/kind").asText(),
                json.at("/images").asLong(),
                json.at("/anomalous").asLong(),
                json.at("/at").asLong() - json.at("/since").asLong());
    }

    private Result result(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(rejectedTopic)) {
            return new Rejected(header(record, "elbowatch-reason"), header(record, "elbowatch-detail"));
        }
        JsonNode json = json(record);
        return new Scored(
                json.at("/verdict/anomalous").asBoolean(),
                json.at("/verdict/pValue").asDouble(),
                json.at("/terms/elboLoss").asDouble(),
                json.at("/terms/local").asDouble(),
                json.at("/terms/density").asDouble());
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException("the topic " + record.topic() + " holds what is no JSON", e);
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
