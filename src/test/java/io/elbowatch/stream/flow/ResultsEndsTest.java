package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.wire.ResultsEnd;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the changelog says of how far results reach; the driver commits after every record. */
class ResultsEndsTest {
    private static final byte[] IMAGE = {1, 2, 3, 4};
    private static final byte[] NO_IMAGE = {1, 2, 3};
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final Uuid TOPIC = Uuid.randomUuid();

    private Optional<Uuid> known = Optional.of(TOPIC);

    @AutoClose
    private final TopologyTestDriver driver = new TopologyTestDriver(
            new ScoringTopology(
                            Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT),
                            Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05)),
                            ScoringObserver.NONE)
                    .build(Outputs.of(Flows.LIMITS, 1 << 20), CommitTicks.NONE, () -> {}, reads()),
            Flows.properties(),
            Instant.EPOCH);

    private final TestInputTopic<byte[], byte[]> images = driver.createInputTopic(
            "images", new ByteArraySerializer(), new ByteArraySerializer(), Instant.EPOCH, STEP);
    private final TestOutputTopic<byte[], byte[]> changelog = driver.createOutputTopic(
            "test-sources-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer());

    private void passes(Duration time) {
        Duration tick = IncidentSettings.DEFAULT.tick();
        for (long ticks = time.dividedBy(tick); ticks > 0; ticks--) {
            driver.advanceWallClockTime(tick);
        }
    }

    @Test
    void shouldReachBehindEveryImage() {
        send("a", IMAGE);
        send("b", IMAGE);
        assertThat(ends()).containsExactly(end(1), end(2));
    }

    @Test
    void shouldReachBehindARejectedImage() {
        send("a", IMAGE);
        send("a", NO_IMAGE);
        List<TestRecord<byte[], byte[]>> records = changelog.readRecordsToList();
        assertThat(records).hasSize(2);
        assertThat(records.get(1).value()).isEqualTo(records.get(0).value());
        assertThat(ends(records)).containsExactly(end(1), end(2));
    }

    /** Compaction keeps the last record of a source alone: it must say where results end, whatever it was written for. */
    @Test
    void shouldSayItInTheLastRecordOfEveryCommit() {
        for (int i = 0; i < 40; i++) {
            driver.advanceWallClockTime(STEP.multipliedBy(2));
            send("a", IMAGE);
            send("b", IMAGE);
        }
        changelog.readRecordsToList();
        passes(IncidentSettings.DEFAULT.silence().multipliedBy(2));

        List<TestRecord<byte[], byte[]>> records = changelog.readRecordsToList();
        assertThat(records).hasSize(2);
        assertThat(ResultsEnd.in(records.get(records.size() - 1).headers())).containsExactly(end(80));
    }

    /** The consumer has begun to read another topic of this name, and no image of it has entered. */
    @Test
    void shouldNotCallResultsOfOneTopicThoseOfTheNext() {
        for (int i = 0; i < 40; i++) {
            driver.advanceWallClockTime(STEP);
            send("a", IMAGE);
        }
        changelog.readRecordsToList();
        known = Optional.of(Uuid.randomUuid());
        passes(IncidentSettings.DEFAULT.silence().multipliedBy(2));

        assertThat(ends()).containsExactly(end(40));
    }

    @Test
    void shouldSayNothingOfATopicThatNoBrokerHasNamed() {
        known = Optional.empty();
        send("a", IMAGE);
        send("a", NO_IMAGE);
        List<TestRecord<byte[], byte[]>> records = changelog.readRecordsToList();
        assertThat(records).hasSize(1);
        assertThat(ends(records)).isEmpty();
    }

    /** Another release, or another guarantee, has written the last record, and perhaps went on from a lower offset. */
    @Test
    void shouldForgetWhatIsOutOfDate() {
        ResultsEnds ends = new ResultsEnds(new InputProgress(List.of("images"), reads()));
        ends.restore(ResultsEnd.headers(List.of(end(500))));
        assertThat(ends.all()).containsExactly(end(500));

        ends.restore(new RecordHeaders());
        assertThat(ends.isEmpty()).isTrue();
    }

    @Test
    void shouldSayItAlsoWhereNoSourceIsLeft() {
        send("a", IMAGE);
        passes(IncidentSettings.DEFAULT.forget().multipliedBy(2));
        send("a", NO_IMAGE);

        List<TestRecord<byte[], byte[]>> records = changelog.readRecordsToList();
        TestRecord<byte[], byte[]> last = records.get(records.size() - 1);
        assertThat(last.value()).isNull();
        assertThat(ResultsEnd.in(last.headers())).containsExactly(end(2));
    }

    /** A thread that was away for too long works on its former task while another one has it. */
    @Test
    void shouldNotTakeImagesOfAFormerTaskForThoseOfTheNext() {
        InputProgress progress = new InputProgress(List.of("images"), reads());
        InputProgress.Reached former = progress.begin(0).get("images");
        progress.begin(0).get("images").take(504);
        former.take(521);

        assertThat(progress.ends(0)).containsExactly(end(505));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAA 1", "AAAAAAAAAAAAAAAAAAAAAA -1 images", "short 1 images"})
    void shouldLeaveOutWhatItDoesNotUnderstand(String header) {
        assertThat(ResultsEnd.in(new RecordHeaders().add("elbowatch-results-end", header.getBytes(UTF_8))))
                .isEmpty();
    }

    private void send(String source, byte[] image) {
        images.pipeInput(source.getBytes(UTF_8), image);
    }

    private List<ResultsEnd> ends() {
        return ends(changelog.readRecordsToList());
    }

    private static List<ResultsEnd> ends(List<TestRecord<byte[], byte[]>> records) {
        return records.stream()
                .flatMap(record -> Stream.of(ResultsEnd.in(record.headers())))
                .flatMap(List::stream)
                .toList();
    }

    private static ResultsEnd end(long next) {
        return new ResultsEnd("images", TOPIC, next);
    }

    private InputReads reads() {
        return new InputReads() {
            @Override
            public Optional<Uuid> topic(TopicPartition partition, long offset) {
                return known;
            }

            @Override
            public OptionalLong begin(TopicPartition partition, Uuid topic, long results) {
                return OptionalLong.of(results);
            }
        };
    }
}
