package io.elbowatch.stream.control;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.control.SettingsTaker.NotAppliedException;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.ScoringObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
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
 * be read, and while a bundle is being loaded, the settings in force stay. Nothing else changes the {@link CurrentPlan}.
 * Why it is no global store: docs/decisions/0007. Its thread reads and applies; any thread may call {@link #catchUp} and
 * {@link #close}.
 */
public final class SettingsFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final SettingsTaker taker;
    private final CatchUps catchUps;
    private final Thread thread;
    private volatile boolean closed;
    private boolean restored; // used by the thread alone
    private boolean failing; // used by the thread alone

    private SettingsFollower(
            Consumer<byte[], byte[]> consumer,
            String topic,
            CurrentPlan current,
            Duration loadTimeout,
            ScoringObserver observer) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        thread = new Thread(this::follow, topic + "-follower");
        thread.setDaemon(true);
        taker = new SettingsTaker(topic, current, loadTimeout, observer, () -> closed);
        catchUps = new CatchUps(topic, thread::isAlive, taker::isApplying);
    }

    /**
     * Starts to follow. On return, every record present at the call has been read.
     *
     * @param streams the properties of the stream, with the access settings that are used here too
     * @param loadTimeout how long a bundle that cannot be reached is tried before its record is refused
     * @throws Refusal when the topic cannot be read, or a bundle of the newest plan cannot be reached
     */
    public static SettingsFollower start(
            Properties streams, String topic, CurrentPlan current, Duration loadTimeout, ScoringObserver observer) {
        try {
            return start(
                    new KafkaConsumer<>(
                            SideConsumer.properties(streams, "settings", CatchUps.TIMEOUT.minusSeconds(1)),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer()),
                    topic,
                    current,
                    loadTimeout,
                    observer);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal(
                    "read the topic " + topic, String.valueOf(streams.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG)), e);
        }
    }

    public static SettingsFollower start(
            Consumer<byte[], byte[]> consumer,
            String topic,
            CurrentPlan current,
            Duration loadTimeout,
            ScoringObserver observer) {
        SettingsFollower follower = new SettingsFollower(consumer, topic, current, loadTimeout, observer);
        CompletableFuture<Void> caughtUp = follower.catchUps.ask(); // before the first failure, which ends it
        follower.thread.start();
        try {
            follower.catchUps.await(caughtUp);
            return follower;
        } catch (RuntimeException e) {
            follower.close();
            throw e;
        }
    }

    /**
     * Returns when every record that was in the topic at the call has been taken or refused. While one of them is being
     * loaded, it waits: otherwise a partition that moves here could get images by an older plan than it had.
     *
     * @throws Refusal when reading takes longer than a few seconds or fails
     */
    public void catchUp() {
        CompletableFuture<Void> caughtUp = catchUps.ask();
        consumer.wakeup();
        LockSupport.unpark(thread);
        catchUps.await(caughtUp);
    }

    private void follow() {
        try (consumer) {
            consumer.assign(List.of(partition));
            while (!closed) {
                step();
            }
        } catch (Error e) { // a bundle whose classes do not fit, say
            LOG.error(
                    "settings topic no longer read topic={} reason=\"{}\" in_force=unchanged remedy=\"restart this instance\"",
                    partition.topic(),
                    Printable.line(e.toString()),
                    e);
            catchUps.end(e);
        }
    }

    private void step() {
        try {
            if (!restored) {
                restore();
            } else if (catchUps.isEmpty()) {
                poll();
            } else {
                readToTheEnd();
            }
            failing = false;
        } catch (WakeupException e) {
            LOG.trace("woken"); // by catchUp() or close()
        } catch (InvalidOffsetException e) {
            LOG.warn("settings topic read again topic={} reason=\"{}\"", partition.topic(), reason(e));
            restored = false;
        } catch (NotAppliedException e) {
            consumer.seek(partition, taker.nextOffset(e)); // before those that came with it
            pause();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Takes the waiting calls first: the end that is asked for afterwards holds for all of them. */
    private void readToTheEnd() {
        List<CompletableFuture<Void>> answered = catchUps.waiting();
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            poll();
        }
        catchUps.answer(answered);
    }

    /** The records of the start are read together: the newest plan among them counts. */
    private void restore() {
        List<CurrentPlan.Entry> entries = new ArrayList<>();
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end && !closed) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                entries.add(new CurrentPlan.Entry(record.offset(), record.key(), record.value()));
            }
        }
        taker.restore(entries);
        restored = true;
    }

    private void poll() {
        consumer.poll(POLL).records(partition).forEach(taker::take);
    }

    private void failed(RuntimeException e) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "settings topic unreadable topic={} reason=\"{}\" in_force=unchanged",
                    partition.topic(),
                    reason(e));
        }
        catchUps.fail(e);
        pause();
    }

    private void pause() {
        if (!closed) {
            LockSupport.parkNanos(this, SettingsTaker.RETRY_INTERVAL.toNanos());
        }
    }

    private static String reason(Throwable e) {
        return Printable.line(String.valueOf(e.getMessage()));
    }

    /** Stops following at once; the settings in force stay. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        LockSupport.unpark(thread);
        try {
            thread.join(CatchUps.TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
