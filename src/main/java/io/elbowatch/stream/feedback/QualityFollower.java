package io.elbowatch.stream.feedback;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.quality.LabelledImage;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.lookup.ScoreLookup;
import io.elbowatch.stream.wire.Decision;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRead;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link QualityBook} current: reads all labels, and anomalies and review from the begin of the window on, until
 * it is closed. A failure is logged once until it is over, and harms nothing else; then it goes on where it was.
 */
public final class QualityFollower implements LiveQuality, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QualityFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(9);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DISCOVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final Duration window;
    private final QualityBook book;
    private final ScoreLookup lookup;
    private final LookupRetries retries = new LookupRetries(LookupRetries.MAX_WAITING);
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final long retryNanos;
    private final Thread thread;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>(); // when reading began
    private volatile boolean closed;
    private volatile boolean complete;
    private volatile Consumer<byte[], byte[]> open; // null between two consumers
    private boolean failing;
    private QualityReport report; // null before the first
    private long reportedNanos;

    /**
     * @param consumers supplies a new consumer without a group
     * @param clock by which the window ends
     * @param nanoTime for all pauses
     * @param retryNanos pause after a failure
     */
    QualityFollower(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Topics topics,
            Duration window,
            ScoreLookup lookup,
            Clock clock,
            LongSupplier nanoTime,
            long retryNanos) {
        this.retryNanos = retryNanos;
        this.consumers = consumers;
        this.topics = topics;
        this.window = window;
        this.book = new QualityBook(window);
        this.lookup = lookup;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.thread = new Thread(this::run, "quality-follower");
        thread.setDaemon(true);
    }

    /** Follows the topics of the stream, which has one of labels, with its access settings. */
    public static QualityFollower of(StreamSettings stream, Duration window, ScoreLookup lookup) {
        return new QualityFollower(
                () -> new KafkaConsumer<>(
                        SideConsumer.properties(stream, "quality", CALL_TIMEOUT),
                        new ByteArrayDeserializer(),
                        SideConsumer.values(stream)),
                stream.flow().topics(),
                window,
                lookup,
                Clock.systemUTC(),
                System::nanoTime,
                RETRY_NANOS);
    }

    /** Begins to read. The topics should be there. */
    public void start() {
        thread.start();
    }

    /** At most two seconds old. */
    @Override
    public synchronized Optional<QualityReport> report() {
        long now = nanoTime.getAsLong();
        if (complete && (report == null || now - reportedNanos >= REPORT_NANOS)) {
            report = book.report(clock.millis());
            reportedNanos = now;
        }
        return Optional.ofNullable(report);
    }

    /** Whether the verdict was looked up of each label that has been read and has none. */
    public boolean hasLookedUpAll() {
        return book.unresolved().isEmpty();
    }

    /** The images of the window with a sure label. */
    public List<LabelledImage> labelledImages() {
        return book.labelledImages(clock.millis());
    }

    @Override
    public List<Decision> queue(int limit) {
        return book.queue(limit);
    }

    @Override
    public Duration window() {
        return window;
    }

    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                open = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("quality follower ends");
            } catch (RuntimeException e) {
                failed(e);
            } finally {
                open = null;
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        long discovered = nanoTime.getAsLong();
        discover(consumer);
        while (!closed) {
            if (nanoTime.getAsLong() - discovered > DISCOVERY_NANOS) {
                discover(consumer);
                discovered = nanoTime.getAsLong();
            }
            try {
                Duration wait = complete && !hasLookedUpAll() ? Duration.ZERO : POLL;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                    take(record);
                }
            } catch (InvalidOffsetException e) { // deleted meanwhile, or another topic of this name
                consumer.seekToBeginning(e.partitions());
            }
            consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
            complete |= ends.entrySet().stream()
                    .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
            if (!complete || resolvedOne()) {
                failing = false;
            }
        }
    }

    /** Assigns the partitions that there are; one that is new is read from where it matters. */
    private void discover(Consumer<byte[], byte[]> consumer) {
        String feedback = topics.people().feedback().orElseThrow();
        List<TopicPartition> partitions = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(feedback, topics.anomalies()));
        topics.people().review().ifPresent(names::add);
        names.forEach(name -> consumer.partitionsFor(name)
                .forEach(info -> partitions.add(new TopicPartition(name, info.partition()))));
        Map<TopicPartition, Long> begins = new HashMap<>();
        partitions.stream()
                .filter(partition ->
                        !positions.containsKey(partition) && !partition.topic().equals(feedback))
                .forEach(partition -> begins.put(partition, clock.millis() - window.toMillis()));
        // First: what comes meanwhile is read.
        Map<TopicPartition, Long> endsNow = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(begins);
        if (!complete) {
            endsNow.forEach(ends::putIfAbsent);
        }
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            if (positions.containsKey(partition)) {
                consumer.seek(partition, positions.get(partition));
            } else if (partition.topic().equals(feedback)) {
                consumer.seekToBeginning(List.of(partition));
            } else if (found.get(partition) == null) {
                consumer.seek(partition, endsNow.get(partition));
            } else {
                consumer.seek(partition, found.get(partition).offset());
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        long now = clock.millis();
        if (record.topic().equals(topics.anomalies())) {
            Decision.of(record.value()).ifPresent(image -> book.reported(image, now));
        } else if (topics.people().feedback().filter(record.topic()::equals).isEmpty()) {
            Decision.of(record.value())
                    .filter(image -> image.review().isPresent())
                    .ifPresent(image -> book.drawn(image, now));
        } else {
            LabelRead read = LabelJson.read(record.key(), record.value());
            if (read instanceof LabelRead.Label label) {
                book.labelled(label.label());
                retries.forget(label.label().image());
            } else if (read instanceof LabelRead.Withdrawal withdrawal) {
                book.withdrawn(withdrawal.image());
            } // what is refused is counted where labels are kept
        }
    }

    /**
     * Looks up the verdict of one label that has none. Those that were not looked up yet come first.
     *
     * @return false if Kafka does not answer
     */
    private boolean resolvedOne() {
        Optional<LabelRecord> label = book.unresolved().or(() -> retries.due(nanoTime.getAsLong(), book::unresolved));
        if (label.isEmpty()) {
            return true;
        }
        OutputOrigin image = label.get().image();
        try {
            Lookup<byte[]> found = lookup.score(image, label.get().timestampMillis());
            if (found instanceof Lookup.Missing<byte[]>) {
                retries.missing(image, nanoTime.getAsLong());
            } else {
                retries.forget(image);
            }
            book.lookedUp(
                    image,
                    found instanceof Lookup.Found<byte[]> score ? Decision.of(score.value()) : Optional.empty(),
                    clock.millis());
            return true;
        } catch (Refusal e) {
            failed(e); // tried again
            return false;
        }
    }

    private void failed(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "quality not read topics={} reason=\"{}\"",
                    topics.people().names(),
                    Printable.line(String.valueOf(failure.getMessage())));
        }
        LockSupport.parkNanos(this, retryNanos);
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
