package io.elbowatch.lab.bench.throughput;

import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The broker as the bench uses it: topics come and go, images are sent once, and what is committed is read. */
final class Cluster implements AutoCloseable {
    /** So many sources a partition. */
    private static final int CAMERAS = 13;

    private static final Duration POLL = Duration.ofMillis(10);
    private static final long PATIENCE_SECONDS = 60;

    private final String bootstrapServers;
    private final int partitions;
    private final Admin admin;

    Cluster(String bootstrapServers, int partitions) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = partitions;
        this.admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Sends images round and round until there are so many, the same number to every partition; each source has one partition. */
    void produce(String topic, Workload workload, long images) {
        create(List.of(topic), partitions);
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 << 10,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] contentType = workload.input().contentType().getBytes(StandardCharsets.UTF_8);
            for (long i = 0; i < images; i++) {
                byte[] key = ("camera-" + i % (CAMERAS * partitions)).getBytes(StandardCharsets.UTF_8);
                byte[] value =
                        workload.values().get((int) (i % workload.values().size()));
                ProducerRecord<byte[], byte[]> image = new ProducerRecord<>(topic, (int) (i % partitions), key, value);
                image.headers().add(Headers.CONTENT_TYPE, contentType);
                sends.add(producer.send(image));
            }
            for (Future<RecordMetadata> send : sends) {
                get("send images", send);
            }
        }
    }

    /** Empty topics for the results of one run. */
    Topics outputs(String images, String run) {
        Topics topics = new Topics(
                images,
                run + "-scores",
                run + "-anomalies",
                run + "-evidence",
                run + "-incidents",
                run + "-rejected",
                Optional.empty());
        create(List.of(topics.scores()), partitions);
        create(List.of(topics.anomalies(), topics.evidence(), topics.incidents(), topics.rejected()), 1);
        return topics;
    }

    private void create(List<String> names, int count) {
        List<NewTopic> topics =
                names.stream().map(name -> new NewTopic(name, count, (short) 1)).toList();
        get("create topics", admin.createTopics(topics).all());
        awaitLeaders(names, count);
    }

    /**
     * Returns when every partition has a leader that answers: what is sent earlier may be refused, and taken out of sequence when it is
     * sent again.
     */
    private void awaitLeaders(List<String> names, int count) {
        Map<TopicPartition, OffsetSpec> partitionsOfAll = new HashMap<>();
        for (String name : names) {
            for (int partition = 0; partition < count; partition++) {
                partitionsOfAll.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                admin.listOffsets(partitionsOfAll).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw failed("lead the new topics", e);
                }
                LockSupport.parkNanos(POLL.toNanos());
            } catch (InterruptedException | TimeoutException e) {
                throw failed("lead the new topics", e);
            }
        }
    }

    /** Deletes all topics whose names begin so; Kafka removes their files a minute later. */
    void delete(String prefix) {
        Set<String> all = get("list topics", admin.listTopics().names());
        List<String> ours = all.stream().filter(name -> name.startsWith(prefix)).toList();
        get("delete topics", admin.deleteTopics(ours).all().toCompletionStage().toCompletableFuture());
    }

    /** What a consumer group has committed of a topic, summed over its partitions. */
    long committed(String group, String topic) {
        return get("read offsets", admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** How many committed records a topic has. */
    long count(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all));
            long records = 0;
            while (!ends.isEmpty()) {
                records += consumer.poll(POLL).count();
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
            return records;
        }
    }

    private <T> T get(String doing, KafkaFuture<T> future) {
        return get(doing, future.toCompletionStage().toCompletableFuture());
    }

    private <T> T get(String doing, Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw failed(doing, e);
        }
    }

    private IllegalStateException failed(String doing, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException("the bench's own broker at " + bootstrapServers + " did not " + doing, e);
    }

    @Override
    public void close() {
        admin.close();
    }
}
