package io.elbowatch.stream.control;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.ScoringObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
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
 * Why it is no global store: docs/decisions/0007.
 */
public final class SettingsFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    /** Of a record that can be neither applied nor refused: a fault of this program, which must not block later ones. */
    private static final int MAX_TRIES = 10;
    /** Below the shortest useful transaction.timeout.ms: a thread that waits here may have a transaction open. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final CurrentPlan current;
    private final Duration loadTimeout;
    private final ScoringObserver observer;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean restoring; // the records of the start are being applied
    private volatile Error ended; // what ended the thread; null while it runs
    private boolean restored; // used by the thread alone
    private boolean failing; // used by the thread alone
    private long triedOffset = -1; // of the record that could not be applied last; used by the thread alone
    private int tries; // used by the thread alone

    private SettingsFollower(
            Consumer<byte[], byte[]> consumer,
            String topic,
            CurrentPlan current,
            Duration loadTimeout,
            ScoringObserver observer) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.current = current;
        this.loadTimeout = loadTimeout;
        this.observer = observer;
        thread = new Thread(this::follow, topic + "-follower");
        thread.setDaemon(true);
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
                            SideConsumer.properties(streams, "settings", TIMEOUT.minusSeconds(1)),
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
        CompletableFuture<Void> caughtUp = follower.ask(); // before the first failure, which ends it
        follower.thread.start();
        try {
            follower.answer(caughtUp);
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
        CompletableFuture<Void> caughtUp = ask();
        consumer.wakeup();
        LockSupport.unpark(thread);
        answer(caughtUp);
    }

    private CompletableFuture<Void> ask() {
        CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        waiting.add(caughtUp);
        return caughtUp;
    }

    private void answer(CompletableFuture<Void> caughtUp) {
        try {
            await(caughtUp);
        } catch (TimeoutException e) {
            throw unreadable("its end was not reached within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal ? refusal : unreadable(reason(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable("interrupted", e);
        } finally {
            waiting.remove(caughtUp);
        }
    }

    private void await(CompletableFuture<Void> caughtUp)
            throws InterruptedException, ExecutionException, TimeoutException {
        long aliveNanos = System.nanoTime();
        while (true) {
            try {
                caughtUp.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (!thread.isAlive() && !caughtUp.isDone()) {
                    throw new ExecutionException(notFollowed()); // its last state may be "loading" for ever
                }
                if (current.state().loading().isPresent() || restoring) {
                    aliveNanos = System.nanoTime();
                } else if (System.nanoTime() - aliveNanos > TIMEOUT.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private Refusal unreadable(String why, Throwable cause) {
        return new Refusal(
                "cannot read the topic " + partition.topic() + ", so it is not known which settings are in force: "
                        + why,
                "check that it exists and that this user has the ACLs READ and DESCRIBE on it, or leave topics.settings out",
                cause);
    }

    private Refusal notApplied(NotAppliedException e) {
        return new Refusal(
                "the record at offset " + e.offset + " of the topic " + partition.topic() + " could not be applied: "
                        + Printable.line(String.valueOf(e.getCause())),
                "it is tried " + MAX_TRIES + " times; then publish other settings",
                e.getCause());
    }

    private Refusal notFollowed() {
        return new Refusal(
                "the topic " + partition.topic() + " is no longer read, so it is not known which settings are in force"
                        + (ended == null ? "" : ": " + ended),
                "restart this instance; its log tells what ended the reading",
                ended);
    }

    private void follow() {
        try (consumer) {
            consumer.assign(List.of(partition));
            while (!closed) {
                step();
            }
        } catch (Error e) { // a bundle whose classes do not fit, say
            ended = e;
            LOG.error(
                    "settings topic no longer read topic={} reason=\"{}\" in_force=unchanged remedy=\"restart this instance\"",
                    partition.topic(),
                    Printable.line(e.toString()),
                    e);
            waiting.forEach(caughtUp -> caughtUp.completeExceptionally(notFollowed()));
        }
    }

    private void step() {
        try {
            if (!restored) {
                restore();
            } else if (waiting.isEmpty()) {
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
            tries = e.offset == triedOffset ? tries + 1 : 1;
            triedOffset = e.offset;
            // Taken again, before those that came with it; at last they come without it.
            consumer.seek(partition, tries < MAX_TRIES ? e.offset : e.offset + 1);
            failed(
                    notApplied(e),
                    () -> LOG.warn(
                            "settings not applied topic={} offset={} reason=\"{}\" in_force=unchanged attempts={}",
                            partition.topic(),
                            e.offset,
                            Printable.line(String.valueOf(e.getCause())),
                            MAX_TRIES,
                            e.getCause()));
        } catch (RuntimeException e) {
            failed(
                    e,
                    () -> LOG.warn(
                            "settings topic unreadable topic={} reason=\"{}\" in_force=unchanged",
                            partition.topic(),
                            reason(e)));
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
        ActivePlan before = current.now();
        restoring = true;
        try {
            current.restore(entries).forEach(refused -> refused(refused.offset(), refused.refusal()));
        } finally {
            restoring = false;
        }
        restored = true;
        if (current.now() != before) {
            changed(current.now().settingsOffset().orElseThrow(), before);
        }
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
            try {
                take(record);
            } catch (RuntimeException e) {
                throw new NotAppliedException(record.offset(), e);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        ActivePlan before = current.now();
        Optional<SettingsRefusal> refusal = takeRetrying(record);
        if (refusal.isPresent()) {
            refused(record.offset(), refusal.get());
        } else if (current.now() != before) {
            changed(record.offset(), before);
        }
    }

    /** Tries again what cannot be reached: a mistake of the moment on one instance must not part it from the others. */
    private Optional<SettingsRefusal> takeRetrying(ConsumerRecord<byte[], byte[]> record) {
        long startedNanos = System.nanoTime();
        boolean logged = false;
        while (true) {
            Optional<SettingsRefusal> refusal = current.take(record.offset(), record.key(), record.value());
            if (refusal.isEmpty() || refusal.get().reason() != Reason.UNREACHABLE) {
                return refusal;
            }
            if (closed || System.nanoTime() - startedNanos > loadTimeout.toNanos()) {
                return Optional.of(current.refuse(record.offset(), refusal.get()));
            }
            if (!logged) {
                logged = true;
                LOG.warn(
                        "settings wait topic={} offset={} reason=unreachable detail=\"{}\" until={} in_force=unchanged",
                        partition.topic(),
                        record.offset(),
                        refusal.get().detail(),
                        loadTimeout);
            }
            LockSupport.parkNanos(this, RETRY_INTERVAL.toNanos());
        }
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

    private void changed(long offset, ActivePlan before) {
        LOG.info(
                "settings changed topic={} offset={} in_force=\"{}\" before=\"{}\"",
                partition.topic(),
                offset,
                shown(current.now()),
                shown(before));
    }

    private static String shown(ActivePlan plan) {
        return plan.models().values().stream()
                .map(served -> {
                    ModelIdentity model = served.model().identity();
                    Judge judge = served.judges().pooled();
                    return served.bundle() + ": " + model.name() + " " + model.version() + " alpha " + judge.alpha()
                            + " decide " + judge.decider().label() + groups(served.judges());
                })
                .collect(Collectors.joining(", "));
    }

    /** How many sources have images enough of their own for α, where any has a calibration of its own. */
    private static String groups(JudgeGroups judges) {
        int all = judges.pooled().calibration().groups().size();
        return all == 0 ? "" : " groups " + judges.groups().size() + " of " + all;
    }

    private void failed(RuntimeException e, Runnable log) {
        if (!failing) {
            failing = true;
            log.run();
        }
        waiting.forEach(caughtUp -> caughtUp.completeExceptionally(e));
        if (!closed) {
            LockSupport.parkNanos(this, RETRY_INTERVAL.toNanos());
        }
    }

    private static String reason(Throwable e) {
        return Printable.line(String.valueOf(e.getMessage()));
    }

    /** A record was read and could be neither applied nor refused. */
    private static final class NotAppliedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long offset;

        NotAppliedException(long offset, RuntimeException cause) {
            super(cause);
            this.offset = offset;
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
