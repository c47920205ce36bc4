package io.elbowatch.stream.access;

import io.elbowatch.core.Printable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic beside the stream from its beginning, and follows it until it is closed. Every record is given on once, in
 * the order of its partition, also after a failure; only a topic that was made anew is read again. A failure is logged
 * once until it is over, and harms nothing else.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(9);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private final BiConsumer<byte[], byte[]> taker;
    private final Map<TopicPartition, Long> next = new HashMap<>(); // the offsets to be read
    private final Thread thread;
    private volatile Map<TopicPartition, Long> ends = Map.of(); // those at the first reading
    private volatile boolean caughtUp;
    private volatile boolean closed;
    private volatile Consumer<byte[], byte[]> open; // null between two consumers
    private boolean failing;

    /**
     * @param consumers supplies a new consumer without a group
     * @param taker of keys and values, both of which may be null; called by one thread; must not throw
     */
    public TopicFollower(Supplier<Consumer<byte[], byte[]>> consumers, String topic, BiConsumer<byte[], byte[]> taker) {
        this.consumers = consumers;
        this.topic = topic;
        this.taker = taker;
        this.thread = new Thread(this::run, topic + "-follower");
        thread.setDaemon(true);
        thread.start();
    }

    /** Follows a topic with the access settings of the stream. @param purpose ends the client id */
    public static TopicFollower of(
            StreamSettings stream, String topic, String purpose, BiConsumer<byte[], byte[]> taker) {
        return new TopicFollower(
                () -> new KafkaConsumer<>(
                        SideConsumer.properties(stream, purpose, CALL_TIMEOUT),
                        new ByteArrayDeserializer(),
                        SideConsumer.values(stream)),
                topic,
                taker);
    }

    /** Whether everything has been given on that was in the topic when the reading began. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                open = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("follower ends topic={}", topic);
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
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("it does not exist, or this user may not see it");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        partitions.forEach(one -> consumer.seek(one, next.getOrDefault(one, begins.get(one))));
        ends = ends.isEmpty() ? consumer.endOffsets(partitions) : ends;
        while (!closed) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    taker.accept(record.key(), record.value());
                    next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
            } catch (InvalidOffsetException e) { // deleted meanwhile, or another topic of this name
                LOG.warn("topic read from its beginning partitions={} reason=\"{}\"", e.partitions(), reason(e));
                e.partitions().forEach(next::remove);
                consumer.seekToBeginning(e.partitions());
            }
            caughtUp = caughtUp
                    || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            failing = false;
        }
    }

    private void failed(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.warn("topic not read topic={} reason=\"{}\" retry=5s", topic, reason(failure));
        }
        LockSupport.parkNanos(this, RETRY_NANOS);
    }

    private static String reason(RuntimeException failure) {
        return Printable.line(String.valueOf(failure.getMessage()));
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
