package io.elbowatch.lab.rig;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads results as a downstream consumer would, committed ones only, on a thread of its own, and finds the image of each. A failure ends it and is
 * thrown by {@link #check}.
 */
final class ResultReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Ledger ledger;
    private final Thread thread;
    private volatile Recording recording = new Recording(0, 0);
    private volatile boolean closed;
    private volatile RuntimeException failure; // null while all goes well

    ResultReader(Lane lane, Ledger ledger) {
        this.ledger = ledger;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        lane.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(lane.scorePartitions());
        thread = new Thread(this::read, "bench-reader");
        thread.start();
    }

    /** Where latencies go from now on. */
    void record(Recording next) {
        recording = next;
    }

    /** @throws IllegalStateException when it ended by a failure */
    void check() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException("results cannot be read", failed);
        }
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
                long readNanos = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    ImageCoordinates image = ImageCoordinates.of(record.value());
                    ledger.find(image.partition(), image.offset())
                            .ifPresent(dueNanos -> recording.result(dueNanos, readNanos));
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
