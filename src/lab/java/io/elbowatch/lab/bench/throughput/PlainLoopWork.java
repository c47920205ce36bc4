package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ImageScore;
import io.elbowatch.stream.wire.ModelStamp;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.stream.wire.ScoreJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One thread of the plain loop: polls, decodes, scores batches of 64 across partitions, judges, produces, and commits
 * results and offsets together every 100 ms. A transaction commits only offsets of images whose results it contains.
 */
final class PlainLoopWork implements ConsumerRebalanceListener, AutoCloseable {
    // The intervals and sizes of Kafka Streams under exactly-once, so that only the code differs.
    private static final long COMMIT_NANOS = 100_000_000;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int MAX_POLL_RECORDS = 1_000;
    private static final int PRODUCER_LINGER_MILLIS = 100;
    private static final int MAX_REJECTED_BYTES = 1 << 20;

    private final FlowTask task;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ImageScorer scorer;
    private final ImageDecoder decoder;
    private final ScoreJson json = new ScoreJson();
    private final ModelStamp stamp;
    private final RejectedRecord rejected = new RejectedRecord(MAX_REJECTED_BYTES);
    private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
    private final List<byte[]> pixels = new ArrayList<>(); // of the waiting ones, each [C, H, W]
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private boolean inTransaction;
    private long committedAtNanos;

    PlainLoopWork(FlowTask task, String id) {
        this.task = task;
        this.scorer = task.model().newScorer();
        this.decoder = task.newDecoder();
        this.stamp = task.stamp();
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        task.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        task.application(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MAX_POLL_RECORDS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, task.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG, PRODUCER_LINGER_MILLIS,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG, id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void run() {
        producer.initTransactions();
        consumer.subscribe(List.of(task.topics().images()), this);
        committedAtNanos = System.nanoTime();
        while (true) {
            take(consumer.poll(POLL));
            if (System.nanoTime() - committedAtNanos >= COMMIT_NANOS) {
                commit();
            }
        }
    }

    /** Ends {@link #run} with a WakeupException, from any thread. */
    void stop() {
        consumer.wakeup();
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Decoded decoded = decoder.decode(record.value(), Headers.contentType(record.headers()));
            if (decoded instanceof Decoded.Pixels found) {
                waiting.add(record);
                pixels.add(found.pixels());
                if (waiting.size() == BenchModel.BATCH) {
                    score();
                }
            } else if (decoded instanceof Decoded.Rejected refused) {
                reject(record, refused);
            }
        }
        offsets.putAll(records.nextOffsets());
    }

    private void score() {
        if (waiting.isEmpty()) {
            return;
        }
        List<ElboTerms> terms = scorer.score(pixels);
        for (int i = 0; i < terms.size(); i++) {
            judge(waiting.get(i), terms.get(i));
        }
        waiting.clear();
        pixels.clear();
    }

    private void judge(ConsumerRecord<byte[], byte[]> image, ElboTerms terms) {
        Verdict verdict = task.judge().judge(terms);
        ImageScore score = new ImageScore(
                image.key(),
                position(image),
                image.timestamp(),
                terms,
                scorer.provider(),
                verdict,
                OptionalLong.empty());
        byte[] value = json.write(stamp, score, Optional.empty());
        send(new ProducerRecord<>(
                task.topics().scores(), null, image.timestamp(), image.key(), value, Headers.ofJson(image.headers())));
    }

    private void reject(ConsumerRecord<byte[], byte[]> image, Decoded.Rejected refused) {
        var asItCame = new Record<>(image.key(), image.value(), image.timestamp(), image.headers());
        var out = rejected.of(asItCame, refused.rejection(), position(image));
        send(new ProducerRecord<>(
                task.topics().rejected(), null, out.timestamp(), out.key(), out.value(), out.headers()));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        if (!inTransaction) {
            producer.beginTransaction();
            inTransaction = true;
        }
        producer.send(record);
    }

    private void commit() {
        score();
        if (inTransaction) {
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction(); // throws the failure of a send
            inTransaction = false;
        }
        offsets.clear();
        committedAtNanos = System.nanoTime();
    }

    private static RecordPosition position(ConsumerRecord<byte[], byte[]> image) {
        return new RecordPosition(image.topic(), image.partition(), image.offset());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    public void close() {
        try (scorer;
                producer) {
            consumer.close(); // revokes its partitions, and so commits
        }
    }
}
