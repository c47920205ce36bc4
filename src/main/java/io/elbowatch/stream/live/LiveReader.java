package io.elbowatch.stream.live;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the output topics until there is no watcher any more. It continues whatever happens to the brokers; a fault is
 * in the journal until it is over.
 */
final class LiveReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveReader.class);
    private static final long BEAT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final OutputTopics topics;
    private final JournalWriter writer;
    private final Clock clock;
    private final BooleanSupplier over;
    private String failure = ""; // empty without a failure
    private long failedMillis;
    private long lastBeat;

    /**
     * @param consumers supplies a new consumer without a group
     * @param over called often; true ends the reading
     */
    LiveReader(
            Supplier<Consumer<byte[], byte[]>> consumers,
            OutputTopics topics,
            JournalWriter writer,
            Clock clock,
            BooleanSupplier over) {
        this.consumers = consumers;
        this.topics = topics;
        this.writer = writer;
        this.clock = clock;
        this.over = over;
    }

    @Override
    public void run() {
        lastBeat = System.nanoTime();
        while (!over.getAsBoolean()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                read(consumer);
            } catch (RuntimeException e) {
                failed(e);
                beat();
                LockSupport.parkNanos(this, RETRY_INTERVAL_NANOS);
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        topics.begin();
        while (!over.getAsBoolean()) {
            topics.read(consumer, (output, record) -> writer.take(output, record, clock.millis()));
            if (!failure.isEmpty()) {
                LOG.info("live page reads again");
                failure = "";
            }
            beat();
        }
    }

    private void beat() {
        long now = System.nanoTime();
        if (now - lastBeat >= BEAT_INTERVAL_NANOS) {
            writer.beat(clock.millis(), (now - lastBeat) / 1e9);
            writer.troubles(troubles(), clock.millis());
            writer.reading(topics.read(), failure.isEmpty() ? topics.awayMillis() : failedMillis, clock.millis());
            lastBeat = now;
        }
    }

    private List<String> troubles() {
        List<String> lines = new ArrayList<>();
        if (!failure.isEmpty()) {
            lines.add(failure);
        }
        lines.addAll(topics.troubles());
        if (writer.unreadable() > 0) {
            lines.add("records that could not be read and are not shown: " + writer.unreadable());
        }
        return lines;
    }

    private void failed(RuntimeException e) {
        if (failure.isEmpty()) {
            LOG.warn("live page reads nothing reason=\"{}\"", e.getMessage());
            failedMillis = clock.millis();
        }
        failure = topics.inWords(e);
    }
}
