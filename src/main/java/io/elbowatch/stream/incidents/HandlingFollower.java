package io.elbowatch.stream.incidents;

import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.access.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of what people do with incidents from its beginning, and follows it until it is closed. A failure is
 * logged once until it is over, and harms nothing else.
 */
public final class HandlingFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandlingFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(9);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private final HandledIncidents handled;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Consumer<byte[], byte[]> open; // null between two consumers
    private boolean failing;

    /** @param consumers supplies a new consumer without a group */
    HandlingFollower(Supplier<Consumer<byte[], byte[]>> consumers, String topic, HandledIncidents handled) {
        this.consumers = consumers;
        this.topic = topic;
        this.handled = handled;
        this.thread = new Thread(this::run, "handling-follower");
        thread.setDaemon(true);
        thread.start();
    }

    /** Follows the topic with the access settings of the stream. */
    public static HandlingFollower of(StreamSettings stream, String topic, HandledIncidents handled) {
        return new HandlingFollower(
                () -> new KafkaConsumer<>(
                        SideConsumer.properties(stream, "handling", CALL_TIMEOUT),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                topic,
                handled);
    }

    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                open = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("handling follower ends");
            } catch (RuntimeException e) {
                failed(e);
            } finally {
                open = null;
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!closed) {
            consumer.poll(POLL).forEach(record -> handled.take(record.key(), record.value()));
            failing = false;
        }
    }

    private void failed(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.warn("handling of incidents not read topic={} reason=\"{}\"", topic, failure.getMessage());
        }
        LockSupport.parkNanos(this, RETRY_NANOS);
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> reading = open;
        if (reading != null) {
            reading.wakeup();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
