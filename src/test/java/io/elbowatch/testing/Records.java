package io.elbowatch.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes and reads topics of the broker of a test; readers get committed records only. */
public final class Records {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A consumer that closes waits for its last fetch, which by default lasts half a second where no record comes. */
    private static final int FETCH_MILLIS = 20;

    private final String bootstrapServers;

    public Records(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * A producer that keeps order and waits for the broker. It sends one request at a time: a partition that is just
     * starting may refuse the first of two requests and accept the second, and the first is then permanently out of
     * sequence.
     */
    public KafkaProducer<byte[], byte[]> producer() {
        return producer("none");
    }

    /** The same with a compression codec of Kafka. */
    public KafkaProducer<byte[], byte[]> producer(String compression) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        compression,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        17 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends values in order under one key; throws when one of them does not arrive. */
    public void send(String topic, String key, Collection<byte[]> values) {
        send(topic, key, values, "none");
    }

    /** The same with a compression codec of Kafka. */
    public void send(String topic, String key, Collection<byte[]> values, String compression) {
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(compression)) {
            for (byte[] value : values) {
                sends.add(producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a record did not arrive", e);
        }
    }

    /** Reads topics from their beginning until {@code enough} holds, or until the timeout. */
    public List<ConsumerRecord<byte[], byte[]>> readUntil(
            Collection<String> topics, Duration timeout, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topics)) {
            Instant end = Instant.now().plus(timeout);
            while (!enough.test(records) && Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Reads topics from their beginning to their current end. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(Collection<String> topics) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topics)) {
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(consumer.assignment()));
            while (!ends.isEmpty()) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
        return records;
    }

    private KafkaConsumer<byte[], byte[]> consumer(Collection<String> topics) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_MILLIS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Reads the values of a topic, as {@link #readAll} does. */
    public List<JsonNode> readJson(String topic) {
        return readAll(List.of(topic)).stream().map(Records::json).toList();
    }

    public static JsonNode json(ConsumerRecord<?, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A header as text. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
