package io.elbowatch.lab.rig;

import io.elbowatch.lab.broker.CommittedReader;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Reads scores on its own thread and finds the image of each. A failure ends the thread; {@link #check}
 * throws it.
 */
final class ResultReader implements AutoCloseable {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private final CommittedReader scores;
    private final DueTimes dueTimes;
    private final Thread thread;
    private volatile Recording recording = new Recording(0, 0);
    private volatile boolean closed;
    private volatile RuntimeException failure; // null until reading fails

    /** @param isolation level of Kafka: whether it waits for commits */
    ResultReader(RunTopics run, DueTimes dueTimes, String isolation) {
        this.dueTimes = dueTimes;
        scores = CommittedReader.fromBeginning(
                run.bootstrapServers(), List.of(run.topics().scores()), isolation);
        thread = new Thread(this::read, "bench-reader");
        thread.start();
    }

    /** Records latencies here from now on. */
    void record(Recording next) {
        recording = next;
    }

    /** @throws IllegalStateException when reading has failed */
    void check() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException("results cannot be read", failed);
        }
    }

    private void read() {
        try (scores) {
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = scores.poll(POLL_TIMEOUT);
                long readNanos = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    ImageCoordinates image = ImageCoordinates.of(record.value());
                    dueTimes.find(image.partition(), image.offset())
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
