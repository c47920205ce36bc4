package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.source.IncidentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Incidents as the topology finds them, image by image. */
class IncidentsTest {
    private static final Instant START = CameraLine.START;
    private static final Instant LONG_AFTER = START.plus(Duration.ofDays(30));
    private static final Duration SILENCE = IncidentSettings.DEFAULT.silence();
    private static final Duration FORGET = IncidentSettings.DEFAULT.forget();
    private static final int NORMAL = CameraLine.NORMAL;
    private static final int BAD = 250;

    private final Observed observed = new Observed();
    private final CameraLine line = new CameraLine(START, IncidentSettings.DEFAULT, observed);
    private final CameraLine replay = new CameraLine(LONG_AFTER, IncidentSettings.DEFAULT, observed);

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
        JsonNode opened = CameraLine.json(incidents.get(0));
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
        JsonNode closed = CameraLine.json(incidents.get(1));
        assertThat(closed.at("/event").asText()).isEqualTo("closed");
        assertThat(closed.at("/id")).isEqualTo(opened.at("/id"));
        assertThat(closed.at("/because").asText()).isEqualTo("recovered");
        assertThat(closed.at("/anomalous").asInt()).isEqualTo(12);
        assertThat(closed.at("/durationMillis").asLong())
                .isEqualTo(closed.at("/at").asLong() - closed.at("/since").asLong());
    }

    @Test
    void shouldFindASilenceByTheTimestampsOfOtherSources() {
        replay.steady("camera-1", 3).steady("camera-2", 12);

        assertThat(replay.told()).containsExactly("opened images-0-2-silence");
        replay.images("camera-1", NORMAL, 1);
        assertThat(replay.told()).containsExactly("closed images-0-2-silence");
    }

    @Test
    void shouldFindASilenceByTheWallClockWhenNothingComes() {
        line.steady("camera-1", 3).sleeps(SILENCE.minusMinutes(2));
        assertThat(line.told()).isEmpty();

        line.sleeps(Duration.ofMinutes(2));
        JsonNode opened = CameraLine.json(line.incidents().get(0));
        assertThat(opened.at("/id").asText()).isEqualTo("images-0-2-silence");
        assertThat(opened.at("/last/offset").asLong()).isEqualTo(2);
        assertThat(opened.at("/images").asInt()).isZero();
        line.images("camera-1", NORMAL, 1);
        assertThat(line.told()).containsExactly("closed images-0-2-silence");
    }

    /** A machine that stood still finds its images in Kafka afterwards; a clock that is set says nothing of cameras. */
    @Test
    void shouldNotTakeALeapOfTheWallClockForASilence() {
        line.steady("camera-1", 3).leaps(FORGET.multipliedBy(2));
        line.images("camera-1", NORMAL, 1);
        assertThat(line.told()).isEmpty();

        line.sleeps(SILENCE.minusMinutes(1));
        assertThat(line.told()).isEmpty();
        line.sleeps(Duration.ofMinutes(1));
        assertThat(line.told()).hasSize(1);
    }

    /** The images in between may come later: nobody can tell it from images that come out of order. */
    @Test
    void shouldNotTakeALeapOfTheTimestampsForASilence() {
        replay.steady("camera-1", 3).sleeps(SILENCE.multipliedBy(3)).images("camera-1", NORMAL, 1);
        replay.sleeps(FORGET.multipliedBy(2)).images("camera-2", NORMAL, 1);

        assertThat(replay.told()).isEmpty();
        assertThat(observed.tracked).isEqualTo(2);
    }

    @Test
    void shouldNotMissAKeyThatIsUsedOnceOrForOnePart() {
        line.images("IMG_0001.png", NORMAL, 1).images("part-1", NORMAL, 8).sleeps(FORGET.plusMinutes(2));

        assertThat(line.told()).isEmpty();
        assertThat(observed.tracked).isZero();
    }

    /** A clock that stands still moves no stream time, so the wall clock says that its source comes again and again. */
    @Test
    void shouldMissASourceWhoseClockIsWrong() {
        for (int minute = 0; minute < 3; minute++) {
            line.at("camera-1", Instant.EPOCH).sleeps(Duration.ofMinutes(1));
        }
        line.sleeps(SILENCE);

        assertThat(line.told()).containsExactly("opened images-0-2-silence");
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
        replay.steady("camera-1", 3).images("camera-1", BAD, 12);
        assertThat(replay.told()).hasSize(1);
        assertThat(observed.open).containsEntry(IncidentKind.ANOMALIES, 1);
        replay.steady("camera-2", (int) FORGET.toMinutes() + 2);

        List<JsonNode> told = replay.incidents().stream().map(CameraLine::json).toList();
        assertThat(told).hasSize(3);
        assertThat(told.subList(1, 3))
                .allMatch(incident -> incident.at("/because").asText().equals("forgotten"));
        assertThat(observed.tracked).isEqualTo(1);
        assertThat(observed.open)
                .allSatisfy((kind, open) -> assertThat(open).as(kind.label()).isZero());
    }

    @Test
    void shouldTrackNoMoreSourcesThanTheLimit() {
        try (CameraLine small = new CameraLine(START, new IncidentSettings(1_000_000, SILENCE, FORGET, 2), observed)) {
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
        try (CameraLine unmissed =
                new CameraLine(LONG_AFTER, new IncidentSettings(1_000_000, Duration.ZERO, FORGET, 2), observed)) {
            unmissed.images("a", NORMAL, 3).steady("b", (int) FORGET.toMinutes() + 2);
            assertThat(observed.tracked).isEqualTo(1);
            unmissed.images("a", NORMAL, 3);

            assertThat(unmissed.told()).isEmpty();
            assertThat(observed.tracked).isEqualTo(2);
        }
    }

    /** Kafka spreads images without a key over all partitions: their absence in one partition means nothing. */
    @Test
    void shouldTrackImagesWithoutAKeyButNotTheirSilence() {
        line.images(null, NORMAL, 3).images(null, BAD, 20).sleeps(SILENCE.multipliedBy(2));

        List<TestRecord<byte[], byte[]>> incidents = line.incidents();
        assertThat(incidents).hasSize(1);
        assertThat(incidents.get(0).key()).isNull();
        assertThat(CameraLine.json(incidents.get(0)).has("source")).isFalse();
    }

    /** Except for the pictures, which the wall clock limits. */
    @Test
    void shouldGiveTheSameIncidentsWhenTheInputIsReplayed() {
        try (CameraLine again = new CameraLine(LONG_AFTER, IncidentSettings.DEFAULT, observed)) {
            List<String> first = withoutEvidence(aDay(replay));

            assertThat(first).hasSizeGreaterThan(4).isEqualTo(withoutEvidence(aDay(again)));
        }
    }

    /** Except for the pictures, and for the order of the incidents of different sources. */
    @Test
    void shouldGiveTheSameIncidentsAsWhenTheImagesWereNew() {
        assertThat(withoutEvidence(aDay(replay))).containsExactlyInAnyOrderElementsOf(withoutEvidence(aDay(line)));
    }

    private static List<String> withoutEvidence(CameraLine line) {
        return written(line).stream().map(IncidentsTest::withoutEvidence).toList();
    }

    private static CameraLine aDay(CameraLine line) {
        Random random = new Random(1);
        for (int hour = 0; hour < 4; hour++) {
            for (String camera : List.of("camera-1", "camera-2", "camera-3")) {
                line.images(camera, random.nextInt(3) == 0 ? BAD : NORMAL, 10 + random.nextInt(300));
            }
            line.steady("camera-4", random.nextInt(25));
        }
        return line;
    }

    /** The whole content of each record. */
    private static List<String> written(CameraLine line) {
        return line.incidents().stream()
                .map(record -> new String(record.key(), UTF_8) + " " + record.timestamp() + " "
                        + new String(record.value(), UTF_8))
                .toList();
    }

    private static String withoutEvidence(String incident) {
        return incident.replaceAll("\"evidence\":(true|false)", "");
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
