package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Incidents as the topology finds them, image by image. */
class IncidentsTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant LONG_AFTER = START.plus(Duration.ofDays(30));
    private static final Duration SILENCE = IncidentSettings.DEFAULT.silence();
    private static final Duration FORGET = IncidentSettings.DEFAULT.forget();
    private static final int NORMAL = 100;
    private static final int BAD = 250;

    private final Observed observed = new Observed();
    private final Line line = new Line(START, IncidentSettings.DEFAULT);
    private final Line replay = new Line(LONG_AFTER, IncidentSettings.DEFAULT);

    @AfterEach
    void closeLine() {
        line.close();
        replay.close();
    }

    @Test
    void shouldReportAFaultUnderTheKeyOfItsSource() {
        line.images("camera-1", NORMAL, 5).images("camera-2", NORMAL, 5).images("camera-1", BAD, 12);
        line.images("camera-1", NORMAL, 400);

        List<TestRecord<byte[], byte[]>> incidents = line.incidents();
        assertThat(incidents)
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("camera-1", "camera-1");
        JsonNode opened = json(incidents.get(0));
        assertThat(opened.at("/event").asText()).isEqualTo("opened");
        assertThat(opened.at("/kind").asText()).isEqualTo("anomalies");
        assertThat(opened.at("/id").asText()).isEqualTo("images-0-10-anomalies");
        assertThat(opened.at("/source").asText()).isEqualTo("camera-1");
        assertThat(opened.at("/since").asLong()).isEqualTo(START.toEpochMilli() + 10_000);
        assertThat(opened.at("/images").asInt())
                .isEqualTo(opened.at("/anomalous").asInt())
                .isBetween(4, 12);
        assertThat(opened.at("/worst/offset").asLong()).isEqualTo(10);
        assertThat(opened.at("/worst/evidence").asBoolean()).isTrue();
        assertThat(opened.at("/model/name").asText()).isEqualTo("fake");
        JsonNode closed = json(incidents.get(1));
        assertThat(closed.at("/event").asText()).isEqualTo("closed");
        assertThat(closed.at("/id")).isEqualTo(opened.at("/id"));
        assertThat(closed.at("/because").asText()).isEqualTo("recovered");
        assertThat(closed.at("/anomalous").asInt()).isEqualTo(12);
        assertThat(closed.at("/durationMillis").asLong())
                .isEqualTo(closed.at("/at").asLong() - closed.at("/since").asLong());
    }

    @Test
    void shouldFindASilenceByTheTimestampsOfOtherSources() {
        replay.images("camera-1", NORMAL, 3).sleeps(SILENCE.plusMinutes(2)).images("camera-2", NORMAL, 2);

        assertThat(replay.told()).containsExactly("opened images-0-2-silence");
        replay.images("camera-1", NORMAL, 1);
        assertThat(replay.told()).containsExactly("closed images-0-2-silence");
    }

    @Test
    void shouldFindASilenceByTheWallClockWhenNothingComes() {
        line.images("camera-1", NORMAL, 3).sleeps(SILENCE.minusMinutes(1));
        assertThat(line.told()).isEmpty();

        line.sleeps(Duration.ofMinutes(2));
        JsonNode opened = json(line.incidents().get(0));
        assertThat(opened.at("/id").asText()).isEqualTo("images-0-2-silence");
        assertThat(opened.at("/last/offset").asLong()).isEqualTo(2);
        assertThat(opened.at("/images").asInt()).isZero();
        line.images("camera-1", NORMAL, 1);
        assertThat(line.told()).containsExactly("closed images-0-2-silence");
    }

    /** A gap in the timestamps of the only source of a partition, read at full speed. */
    @Test
    void shouldOpenAndCloseASilenceThatIsFoundTooLate() {
        replay.images("camera-1", NORMAL, 3).sleeps(SILENCE.multipliedBy(3)).images("camera-1", NORMAL, 1);

        assertThat(replay.told()).containsExactly("opened images-0-2-silence", "closed images-0-2-silence");
    }

    @Test
    void shouldNotMissSourcesBecauseOneClockIsAhead() {
        line.images("camera-1", NORMAL, 3)
                .ahead("camera-2", Duration.ofDays(400))
                .images("camera-1", NORMAL, 3);
        line.ahead("camera-2", Duration.ofMinutes(4)).images("camera-1", NORMAL, 3);

        assertThat(line.told()).isEmpty();
    }

    @Test
    void shouldForgetASourceAndReportWhy() {
        replay.images("camera-1", NORMAL, 3).images("camera-1", BAD, 12);
        assertThat(replay.told()).hasSize(1);
        assertThat(observed.open).containsEntry(IncidentKind.ANOMALIES, 1);
        replay.sleeps(FORGET.plusMinutes(2)).images("camera-2", NORMAL, 1);

        List<JsonNode> told =
                replay.incidents().stream().map(IncidentsTest::json).toList();
        assertThat(told).hasSize(3);
        assertThat(told.subList(1, 3))
                .allMatch(incident -> incident.at("/because").asText().equals("forgotten"));
        assertThat(observed.tracked).isEqualTo(1);
        assertThat(observed.open)
                .allSatisfy((kind, open) -> assertThat(open).as(kind.label()).isZero());
    }

    @Test
    void shouldTrackNoMoreSourcesThanTheLimit() {
        try (Line small = new Line(START, new IncidentSettings(1_000_000, SILENCE, FORGET, 2))) {
            small.images("a", NORMAL, 1)
                    .images("b", NORMAL, 1)
                    .images("c", BAD, 50)
                    .images("a", BAD, 50);

            assertThat(small.told()).containsExactly("opened images-0-52-anomalies");
            assertThat(observed.tracked).isEqualTo(2);
            assertThat(observed.untracked).isEqualTo(50);
        }
    }

    @Test
    void shouldNotTrackKeysThatAreTooLong() {
        line.images("x".repeat(257), BAD, 50).images("x".repeat(256), BAD, 50);

        assertThat(line.told()).containsExactly("opened images-0-50-anomalies");
        assertThat(observed.tracked).isEqualTo(1);
        assertThat(observed.untracked).isEqualTo(50);
    }

    @Test
    void shouldCountASourceOnceThatWasForgottenAndComesBack() {
        try (Line unmissed = new Line(LONG_AFTER, new IncidentSettings(1_000_000, Duration.ZERO, FORGET, 2))) {
            unmissed.images("a", NORMAL, 3).sleeps(FORGET.plusSeconds(30)).images("a", NORMAL, 3);

            assertThat(unmissed.told()).isEmpty();
            assertThat(observed.tracked).isEqualTo(1);
        }
    }

    /** Kafka spreads images without a key over all partitions: their absence in one partition means nothing. */
    @Test
    void shouldTrackImagesWithoutAKeyButNotTheirSilence() {
        line.images(null, NORMAL, 3).images(null, BAD, 20).sleeps(SILENCE.multipliedBy(2));

        List<TestRecord<byte[], byte[]>> incidents = line.incidents();
        assertThat(incidents).hasSize(1);
        assertThat(incidents.get(0).key()).isNull();
        assertThat(json(incidents.get(0)).has("source")).isFalse();
    }

    /** Except for the pictures, which the wall clock limits. */
    @Test
    void shouldGiveTheSameIncidentsWhenTheInputIsReplayed() {
        try (Line again = new Line(LONG_AFTER, IncidentSettings.DEFAULT)) {
            List<String> first = withoutEvidence(aDay(replay));

            assertThat(first).hasSizeGreaterThan(4).isEqualTo(withoutEvidence(aDay(again)));
        }
    }

    /** Except for the pictures, and for the order of the incidents of different sources. */
    @Test
    void shouldGiveTheSameIncidentsAsWhenTheImagesWereNew() {
        assertThat(withoutEvidence(aDay(replay))).containsExactlyInAnyOrderElementsOf(withoutEvidence(aDay(line)));
    }

    private static List<String> withoutEvidence(Line line) {
        return written(line).stream().map(IncidentsTest::withoutEvidence).toList();
    }

    private static Line aDay(Line line) {
        Random random = new Random(1);
        for (int hour = 0; hour < 4; hour++) {
            for (String camera : List.of("camera-1", "camera-2", "camera-3")) {
                line.images(camera, random.nextInt(3) == 0 ? BAD : NORMAL, 10 + random.nextInt(300));
            }
            line.sleeps(Duration.ofMinutes(random.nextInt(25)));
        }
        return line;
    }

    /** The whole content of each record. */
    private static List<String> written(Line line) {
        return line.incidents().stream()
                .map(record -> new String(record.key(), UTF_8) + " " + record.timestamp() + " "
                        + new String(record.value(), UTF_8))
                .toList();
    }

    private static String withoutEvidence(String incident) {
        return incident.replaceAll("\"evidence\":(true|false)", "");
    }

    private static JsonNode json(TestRecord<byte[], byte[]> record) {
        try {
            return new ObjectMapper().readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A partition with its cameras. One image comes per second of the wall clock; in a replay all come long afterwards.
     */
    private final class Line implements AutoCloseable {
        private final TopologyTestDriver driver;
        private final TestInputTopic<byte[], byte[]> images;
        private final boolean live;
        private Instant now = START;

        Line(Instant wall, IncidentSettings settings) {
            FlowSettings flow = new FlowSettings(
                    Topics.DEFAULT,
                    new BatchLimits(64, 1 << 20, Duration.ofDays(3)),
                    Overlap.OFF,
                    EvidenceLimits.DEFAULT,
                    settings);
            Judge judge = Calibrations.judge(199, 0.05);
            live = wall.equals(START);
            driver = new TopologyTestDriver(
                    new ScoringTopology(flow, Flows.scoring(new FakeModel(), judge), observed).build(Flows.LIMITS),
                    Flows.properties(),
                    wall);
            images = driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
        }

        Line images(String key, int pixel, int count) {
            for (int i = 0; i < count; i++) {
                send(key, pixel, now);
                sleeps(Duration.ofSeconds(1));
            }
            return this;
        }

        Line ahead(String key, Duration by) {
            send(key, NORMAL, now.plus(by));
            return this;
        }

        Line sleeps(Duration time) {
            now = now.plus(time);
            if (live) {
                driver.advanceWallClockTime(time);
            }
            return this;
        }

        private void send(String key, int pixel, Instant time) {
            byte grey = (byte) pixel;
            images.pipeInput(
                    key == null ? null : key.getBytes(UTF_8), new byte[] {grey, grey, grey, grey}, time.toEpochMilli());
        }

        List<TestRecord<byte[], byte[]>> incidents() {
            return read("incidents");
        }

        /** Event and id of each incident since the last call. */
        List<String> told() {
            return incidents().stream()
                    .map(IncidentsTest::json)
                    .map(json ->
                            json.at("/event").asText() + " " + json.at("/id").asText())
                    .toList();
        }

        private List<TestRecord<byte[], byte[]>> read(String topic) {
            return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    /** What the observer was told about sources. */
    private static final class Observed implements ScoringObserver {
        private final Map<IncidentKind, Integer> open = new EnumMap<>(IncidentKind.class);
        private int tracked;
        private int untracked;

        @Override
        public void incidentsOpen(IncidentKind kind, int incidents) {
            open.merge(kind, incidents, Integer::sum);
        }

        @Override
        public void tracking(int sources) {
            tracked += sources;
        }

        @Override
        public void sourceUntracked() {
            untracked++;
        }
    }
}
