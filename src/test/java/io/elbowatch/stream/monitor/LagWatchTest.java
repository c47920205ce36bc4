package io.elbowatch.stream.monitor;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.flow.LossReason;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.monitor.LagWatch.Range;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import io.elbowatch.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Measures by hand, with a clock set by hand; one image is produced a second. */
class LagWatchTest {
    private static final Uuid ID = Uuid.randomUuid();
    private static final TopicPartition IMAGES = new TopicPartition("images", 0);
    private static final long BEGIN = 1_800_000_000_000L;

    private final TestClock clock = new TestClock(BEGIN);
    private long nanos = Long.MAX_VALUE - 1; // it may overflow
    private final Topic topic = new Topic();
    private final Map<LossReason, Long> lost = new EnumMap<>(LossReason.class);
    private final ImageReads reads = new ImageReads(
            "images",
            new LostImages("images", new ScoringObserver() {
                @Override
                public void lost(LossReason reason, long images) {
                    lost.merge(reason, images, Long::sum);
                }
            }),
            Optional::empty);
    private final LagWatch watch = new LagWatch(
            topic,
            clock,
            () -> nanos,
            new TopicWatch(Topics.DEFAULT, () -> {}),
            List.of(reads),
            new CommitWatch(LagWatch.NOT_READY_AFTER.toMillis(), false),
            () -> Set.of(IMAGES));

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void shouldReportNothingBeforeTheFirstMeasurement() {
        assertThat(watch.now()).isEmpty();
    }

    @Test
    void shouldReportNoLagSecondsWhenAllOfTheLastMeasurementIsCommitted() {
        measure(new Range(0, 90, 100));
        topic.reads = 0;
        pass(LagWatch.INTERVAL);
        measure(new Range(0, 100, 105));

        assertThat(watch.now())
                .containsExactly(
                        new StreamReading(Figure.LAG_IMAGES, "0", 5), new StreamReading(Figure.LAG_SECONDS, "0", 0));
        assertThat(topic.reads).isZero();
    }

    @Test
    void shouldReportTheAgeOfTheOldestUncommittedImage() {
        measure(new Range(0, 20, 100));
        pass(LagWatch.INTERVAL);
        measure(new Range(0, 40, 105));

        assertThat(watch.now())
                .contains(new StreamReading(Figure.LAG_SECONDS, "0", (clock.millis() - topic.producedAt(40)) / 1e3));
    }

    @Test
    void shouldNameTheTopicOfEveryPartitionWhereThereAreSeveral() {
        ImageReads others = new ImageReads("line-2", reads.lost(), Optional::empty);
        TopicPartition other = new TopicPartition("line-2", 0);
        topic.more = Map.of(other, new Range(0, 3, 10));
        try (LagWatch both = new LagWatch(
                topic,
                clock,
                () -> nanos,
                new TopicWatch(Topics.DEFAULT.withInputs(List.of("images", "line-2")), () -> {}),
                List.of(reads, others),
                new CommitWatch(LagWatch.NOT_READY_AFTER.toMillis(), true),
                () -> Set.of(other))) {
            topic.range = new Range(0, 90, 100);
            both.measureSafely();
            pass(LagWatch.NOT_READY_AFTER.plusSeconds(1));
            both.measureSafely();
            pass(LagWatch.NOT_READY_AFTER.plusSeconds(1));
            both.measureSafely();

            assertThat(both.now())
                    .contains(
                            new StreamReading(Figure.LAG_IMAGES, "0", "images", 10),
                            new StreamReading(Figure.LAG_IMAGES, "0", "line-2", 7));
            assertThat(both.obstacle()).contains("no image of partition 0 of line-2 was committed for 62 s, 7 wait");
        }
    }

    @Test
    void shouldReportNoAgeThatItCannotRead() {
        measure(new Range(0, 20, 100));
        topic.readable = false;
        measure(new Range(0, 20, 105));

        assertThat(watch.now()).extracting(StreamReading::figure).containsExactly(Figure.LAG_IMAGES);
    }

    /** A marker has an offset, so that the end of a partition lies behind what can be committed as processed. */
    @Test
    void shouldReportNoWaitWhereOnlyMarkersAreLeft() {
        topic.onlyMarkers = true;
        measure(new Range(0, 20, 21));
        measure(new Range(0, 20, 21));
        pass(LagWatch.NOT_READY_AFTER.plusSeconds(1));
        measure(new Range(0, 20, 21));

        assertThat(watch.now()).contains(new StreamReading(Figure.LAG_SECONDS, "0", 0));
        assertThat(watch.obstacle()).isEmpty();
    }

    @Test
    void shouldReadAllPartitionsTogether() {
        topic.more = Map.of(new TopicPartition("images", 1), new Range(0, 3, 10));
        topic.partitions = 2;
        measure(new Range(0, 20, 100));

        assertThat(topic.reads).isOne();
        assertThat(watch.now())
                .filteredOn(reading -> reading.figure() == Figure.LAG_SECONDS)
                .hasSize(2);
    }

    @Test
    void shouldNotTakeALongReadForBrokersThatDoNotAnswer() {
        pass(LagWatch.INTERVAL);
        List<Optional<String>> obstacles = new ArrayList<>();
        topic.reading = () -> {
            pass(LagWatch.NOT_READY_AFTER);
            obstacles.add(watch.obstacle());
        };
        measure(new Range(0, 20, 100));

        assertThat(obstacles).containsExactly(Optional.empty());
    }

    @Test
    void shouldReportNoMeasurementThatIsTooOld() {
        measure(new Range(0, 100, 100));
        pass(LagWatch.INTERVAL.multipliedBy(3));
        assertThat(watch.now()).isNotEmpty();

        pass(Duration.ofMillis(1));
        assertThat(watch.now()).isEmpty();
    }

    @Test
    void shouldNotCountWhatIsDeletedAsLag() {
        measure(new Range(300, 100, 305));

        assertThat(watch.now()).contains(new StreamReading(Figure.LAG_IMAGES, "0", 5));
    }

    @Test
    void shouldCountSkippedImagesThatAreDeleted() {
        reads.lost().skipped(0, 100, 300);
        measure(new Range(300, 300, 305));

        assertThat(lost).isEqualTo(Map.of(LossReason.RETENTION, 200L));
    }

    @Test
    void shouldReportAnObstacleWhenNoBrokerAnswersForTooLong() {
        measure(new Range(0, 100, 100));
        topic.failure = new Refusal("no answer", "wait", new TimeoutException("no answer"));
        pass(LagWatch.NOT_READY_AFTER);
        watch.measureSafely();
        assertThat(watch.obstacle()).isEmpty();

        pass(Duration.ofSeconds(1));
        watch.measureSafely();
        assertThat(watch.obstacle()).contains("no broker has answered for 31 s");

        topic.failure = null;
        watch.measureSafely();
        assertThat(watch.obstacle()).isEmpty();
    }

    @Test
    void shouldTakeARefusalForAnAnswer() {
        topic.failure = new Refusal("not permitted", "grant it");
        pass(LagWatch.NOT_READY_AFTER.plusSeconds(1));
        watch.measureSafely();

        assertThat(watch.obstacle()).isEmpty();
    }

    @Test
    void shouldReportAnObstacleWhenImagesWaitAndNoneIsCommitted() {
        measure(new Range(0, 20, 100));
        pass(LagWatch.INTERVAL);
        measure(new Range(0, 40, 100));
        pass(LagWatch.NOT_READY_AFTER);
        measure(new Range(0, 40, 150));
        assertThat(watch.obstacle()).isEmpty();

        pass(Duration.ofSeconds(1));
        assertThat(watch.obstacle()).contains("no image of partition 0 was committed for 31 s, 110 wait");

        measure(new Range(0, 41, 150));
        assertThat(watch.obstacle()).isEmpty();
    }

    @Test
    void shouldStayReadyAndReportTheLagWhereTheClockIsSetAhead() {
        measure(new Range(0, 20, 100));
        pass(LagWatch.INTERVAL);
        measure(new Range(0, 40, 150));
        clock.advance(Duration.ofHours(1));

        assertThat(watch.obstacle()).isEmpty();
        assertThat(watch.now()).isNotEmpty();
    }

    @Test
    void shouldReportObstaclesWhereTheClockIsSetBack() {
        measure(new Range(0, 20, 100));
        pass(LagWatch.INTERVAL);
        measure(new Range(0, 40, 100));
        clock.advance(Duration.ofHours(-1));
        pass(LagWatch.NOT_READY_AFTER.plusSeconds(1));

        assertThat(watch.obstacle()).contains("no broker has answered for 31 s");
        assertThat(watch.now()).isEmpty();
        measure(new Range(0, 40, 150));
        assertThat(watch.obstacle()).contains("no image of partition 0 was committed for 31 s, 110 wait");
    }

    private void pass(Duration time) {
        clock.advance(time);
        nanos += time.toNanos();
    }

    private void measure(Range range) {
        topic.range = range;
        watch.measureSafely();
    }

    private static final class Topic implements LagWatch.Offsets {
        private Range range;
        private Map<TopicPartition, Range> more = Map.of();
        private boolean readable = true;
        private Refusal failure; // null while it answers
        private int partitions = 1;
        private boolean onlyMarkers;
        private Runnable reading = () -> {};
        private int reads;

        long producedAt(long offset) {
            return BEGIN - 1_000_000 + 1000 * offset;
        }

        @Override
        public Map<String, TopicFacts> topics(List<String> names) {
            if (failure != null) {
                throw failure;
            }
            return names.stream().collect(Collectors.toMap(name -> name, name -> new TopicFacts(ID, partitions)));
        }

        @Override
        public Map<TopicPartition, Range> ranges(List<TopicPartition> partitions) {
            Map<TopicPartition, Range> ranges = new HashMap<>(more);
            ranges.put(IMAGES, range);
            return ranges;
        }

        @Override
        public Map<TopicPartition, OptionalLong> produced(Map<TopicPartition, Range> ranges) {
            reads++;
            reading.run();
            Map<TopicPartition, OptionalLong> produced = new HashMap<>();
            if (readable) {
                ranges.forEach((partition, range) -> produced.put(
                        partition,
                        onlyMarkers ? OptionalLong.empty() : OptionalLong.of(producedAt(range.committed()))));
            }
            return produced;
        }

        @Override
        public void close() {}
    }
}
