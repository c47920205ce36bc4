package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.flow.ActiveJudge;
import io.elbowatch.stream.flow.CurrentJudge;
import io.elbowatch.stream.flow.ScoringObserver;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of the settings topic: reads it from its beginning, in order, until it is closed. While the topic cannot
 * be read, the settings in force stay. Nothing else changes the {@link CurrentJudge}. Why it is no global store:
 * docs/decisions/0007.
 */
public final class SettingsFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    /** Below the shortest useful transaction.timeout.ms: a thread that waits here may have a transaction open. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final CurrentJudge current;
    private final ScoringObserver observer;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing; // used by the thread alone

    private SettingsFollower(
            Consumer<byte[], byte[]> consumer, String topic, CurrentJudge current, ScoringObserver observer) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.current = current;
        this.observer = observer;
        thread = new Thread(this::follow, topic + "-follower");
        thread.setDaemon(true);
    }

    /**
     * Starts to follow. On return, every record present at the call has been read.
     *
     * @param streams the properties of the stream, with the access settings that are used here too
     * @throws Refusal when the topic cannot be read
     */
    public static SettingsFollower start(
            Properties streams, String topic, CurrentJudge current, ScoringObserver observer) {
        try {
            return start(
                    new KafkaConsumer<>(
                            SideConsumer.properties(streams, "settings", TIMEOUT.minusSeconds(1)),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer()),
                    topic,
                    current,
                    observer);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal(
                    "read the topic " + topic, String.valueOf(streams.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG)), e);
        }
    }

    public static SettingsFollower start(
            Consumer<byte[], byte[]> consumer, String topic, CurrentJudge current, ScoringObserver observer) {
        SettingsFollower follower = new SettingsFollower(consumer, topic, current, observer);
        follower.thread.start();
        try {
            follower.catchUp();
            return follower;
        } catch (RuntimeException e) {
            follower.close();
            throw e;
        }
    }

    /**
     * Returns when every record that was in the topic at the call has been read.
     *
     * @throws Refusal when this takes longer than a few seconds or fails
     */
    public void catchUp() {
        CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        waiting.add(caughtUp);
        consumer.wakeup();
        LockSupport.unpark(thread);
        try {
            caughtUp.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreadable("its end was not reached within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw unreadable(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable("interrupted", e);
        } finally {
            waiting.remove(caughtUp);
        }
    }

    private Refusal unreadable(String why, Throwable cause) {
        return new Refusal(
                "cannot read the topic " + partition.topic() + ", so it is not known which settings are in force: "
                        + why,
                "check that it exists and that this user has the ACLs READ and DESCRIBE on it, or leave topics.settings out",
                cause);
    }

    private void follow() {
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!closed) {
                step();
            }
        }
    }

    private void step() {
        try {
            if (waiting.isEmpty()) {
                poll();
            } else {
                readToTheEnd();
            }
            failing = false;
        } catch (WakeupException e) {
            LOG.trace("woken"); // by catchUp() or close()
        } catch (InvalidOffsetException e) {
            LOG.warn("settings topic read again topic={} reason=\"{}\"", partition.topic(), e.getMessage());
            consumer.seekToBeginning(List.of(partition));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Takes the waiting calls first: the end that is asked for afterwards holds for all of them. */
    private void readToTheEnd() {
        List<CompletableFuture<Void>> answered = List.copyOf(waiting);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            poll();
        }
        waiting.removeAll(answered);
        answered.forEach(caughtUp -> caughtUp.complete(null));
    }

    private void poll() {
        consumer.poll(POLL).records(partition).forEach(this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        ActiveJudge before = current.now();
        current.take(record.offset(), record.key(), record.value())
                .ifPresentOrElse(refusal -> refused(record.offset(), refusal), () -> changed(record.offset(), before));
    }

    private void refused(long offset, SettingsRefusal refusal) {
        observer.settingsRefused(refusal.reason());
        LOG.warn(
                "settings refused topic={} offset={} reason={} detail=\"{}\" remedy=\"{}\"",
                partition.topic(),
                offset,
                refusal.reason().label(),
                refusal.detail(),
                refusal.reason().remedy());
    }

    private void changed(long offset, ActiveJudge before) {
        ActiveJudge now = current.now();
        LOG.info(
                "settings changed topic={} offset={} alpha={} decide={} alpha_before={} decide_before={}",
                partition.topic(),
                offset,
                now.judge().alpha(),
                now.judge().decider().label(),
                before.judge().alpha(),
                before.judge().decider().label());
    }

    private void failed(RuntimeException e) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "settings topic unreadable topic={} reason=\"{}\" in_force=unchanged",
                    partition.topic(),
                    e.getMessage());
        }
        waiting.forEach(caughtUp -> caughtUp.completeExceptionally(e));
        if (!closed) {
            LockSupport.parkNanos(this, RETRY_INTERVAL.toNanos());
        }
    }

    /** Stops following at once; the settings in force stay. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        LockSupport.unpark(thread);
        try {
            thread.join(TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
