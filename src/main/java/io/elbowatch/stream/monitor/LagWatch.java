package io.elbowatch.stream.monitor;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lag of the consumer group and the state of its topics, measured every few seconds outside the stream threads. So
 * a stream thread that hangs cannot hide the lag, and a partition that no instance owns is measured too
 * (docs/decisions/0010). A lag that the last measurement did not get, or that is older than three intervals, is not
 * reported.
 */
public final class LagWatch implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);
    /** How long brokers may not answer, or commits fail, before an instance is not ready: longer than a restart takes. */
    public static final Duration NOT_READY_AFTER = Duration.ofSeconds(30);

    private static final int MAX_AGE_INTERVALS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

    private final Offsets offsets;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final TopicWatch topics;
    private final List<ImageReads> reads;
    private final CommitWatch commits;
    private final Supplier<Set<TopicPartition>> own;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lag-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Measurement last;
    private volatile long answeredAtNanos;
    private boolean failing; // used by the measuring thread alone

    /** The offsets of the input topics and of the group. */
    interface Offsets extends AutoCloseable {

        /** Those of these topics that exist. */
        Map<String, TopicFacts> topics(List<String> names);

        /** The ranges of these partitions, whoever reads them. */
        Map<TopicPartition, Range> ranges(List<TopicPartition> partitions);

        /**
         * When the first image of each range that is not committed was produced, in Unix milliseconds; empty where only
         * transaction markers are left. Without the partitions where it cannot be read within seconds.
         */
        Map<TopicPartition, OptionalLong> produced(Map<TopicPartition, Range> ranges);

        @Override
        void close();
    }

    /**
     * The offsets of a partition.
     *
     * @param begin of the first record that is not deleted
     * @param committed of the first image that is not committed as processed, {@code begin} where that is deleted or
     *     nothing is committed
     * @param end exclusive
     */
    record Range(long begin, long committed, long end) {

        Range {
            committed = Math.max(begin, committed);
        }

        /** How many are not committed. */
        long images() {
            return Math.max(0, end - committed);
        }
    }

    private record Measurement(long atNanos, Map<TopicPartition, Long> ends, List<StreamReading> readings) {}

    /**
     * @param clock for the age of images
     * @param nanoTime for all intervals
     * @param reads of each input topic
     * @param own the partitions that this instance reads
     */
    LagWatch(
            Offsets offsets,
            Clock clock,
            LongSupplier nanoTime,
            TopicWatch topics,
            List<ImageReads> reads,
            CommitWatch commits,
            Supplier<Set<TopicPartition>> own) {
        this.offsets = offsets;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.topics = topics;
        this.reads = List.copyOf(reads);
        this.commits = commits;
        this.own = own;
        this.answeredAtNanos = nanoTime.getAsLong();
        this.last = new Measurement(answeredAtNanos, Map.of(), List.of());
    }

    /**
     * The watch of a stream.
     *
     * @param offsets closed with it
     * @param changelogPartitions gives the changelog of the sources' states as many partitions as the largest input topic has
     * @param reads of each input topic
     * @param commitMillis how long a commit takes at most
     */
    public static LagWatch of(
            GroupOffsets offsets,
            Topics topics,
            Runnable changelogPartitions,
            List<ImageReads> reads,
            long commitMillis,
            Supplier<Set<TopicPartition>> own) {
        return new LagWatch(
                offsets,
                Clock.systemUTC(),
                System::nanoTime,
                new TopicWatch(topics, changelogPartitions),
                reads,
                new CommitWatch(Math.max(NOT_READY_AFTER.toMillis(), commitMillis), topics.severalInputs()),
                own);
    }

    public void start() {
        executor.scheduleWithFixedDelay(this::measureSafely, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    public List<StreamReading> now() {
        Measurement measured = last;
        return nanoTime.getAsLong() - measured.atNanos() > MAX_AGE_INTERVALS * INTERVAL.toNanos()
                ? List.of()
                : measured.readings();
    }

    /** Why no image can be scored and committed at present; empty where nothing is known that prevents it. */
    public Optional<String> obstacle() {
        long now = nanoTime.getAsLong();
        long silentNanos = now - answeredAtNanos;
        return silentNanos > NOT_READY_AFTER.toNanos()
                ? Optional.of("no broker has answered for " + TimeUnit.NANOSECONDS.toSeconds(silentNanos) + " s")
                : topics.gone().or(() -> commits.stalled(now));
    }

    void measureSafely() {
        try {
            measure();
            failing = false;
            answeredAtNanos = nanoTime.getAsLong();
        } catch (RuntimeException e) {
            if (Causes.find(TimeoutException.class, e).isEmpty()) {
                answeredAtNanos = nanoTime.getAsLong();
            }
            // Logged once, because the stream itself reports what is wrong with the cluster.
            if (!failing && !executor.isShutdown()) {
                LOG.warn("lag unknown reason=\"{}\"", e instanceof Refusal ? e.getMessage() : e.toString());
            }
            failing = true;
        }
    }

    void measure() {
        reads.forEach(topic -> topic.lost().collect());
        Map<String, TopicFacts> found = offsets.topics(topics.names());
        topics.follow(found);
        List<ImageReads> present =
                reads.stream().filter(topic -> found.containsKey(topic.topic())).toList();
        if (present.isEmpty()) {
            return;
        }
        present.forEach(ImageReads::lookUp);
        List<TopicPartition> partitions = present.stream()
                .flatMap(topic -> partitions(topic.topic(), found.get(topic.topic())))
                .toList();
        Map<TopicPartition, Range> ranges = offsets.ranges(partitions);
        answeredAtNanos = nanoTime.getAsLong(); // whatever the reads below take
        for (ImageReads topic : present) {
            topic.lost().judge(found.get(topic.topic()).id(), ofTopic(topic.topic(), ranges));
        }
        Map<TopicPartition, Long> endsBefore = last.ends();
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, Range> old = new HashMap<>(); // those that had an image left at the measurement before
        List<StreamReading> readings = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Range range = ranges.get(partition);
            ends.put(partition, range.end());
            readings.add(reading(Figure.LAG_IMAGES, partition, range.images()));
            if (range.committed() >= endsBefore.getOrDefault(partition, range.end())) {
                readings.add(reading(Figure.LAG_SECONDS, partition, 0));
            } else {
                old.put(partition, range);
            }
        }
        Map<TopicPartition, OptionalLong> produced = old.isEmpty() ? Map.of() : offsets.produced(old);
        long now = clock.millis();
        produced.forEach((partition, millis) ->
                readings.add(reading(Figure.LAG_SECONDS, partition, Math.max(0, now - millis.orElse(now)) / 1e3)));
        old.keySet().retainAll(own.get());
        old.keySet()
                .removeIf(partition ->
                        produced.getOrDefault(partition, OptionalLong.empty()).isEmpty());
        long measured = nanoTime.getAsLong();
        commits.follow(old, measured);
        last = new Measurement(measured, ends, List.copyOf(readings));
    }

    private static Stream<TopicPartition> partitions(String topic, TopicFacts facts) {
        return IntStream.range(0, facts.partitions()).mapToObj(partition -> new TopicPartition(topic, partition));
    }

    private static Map<Integer, Range> ofTopic(String topic, Map<TopicPartition, Range> ranges) {
        return ranges.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
    }

    /** With the topic where there are several. */
    private StreamReading reading(Figure figure, TopicPartition partition, double value) {
        return new StreamReading(
                figure, Integer.toString(partition.partition()), reads.size() > 1 ? partition.topic() : "", value);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(INTERVAL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        offsets.close();
    }
}
