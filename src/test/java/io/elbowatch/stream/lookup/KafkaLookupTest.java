package io.elbowatch.stream.lookup;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.quality.AlphaTally;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.lookup.Lookup.Foreign;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.LiveRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaLookupTest {
    private static final long NOON = 1_700_000_000_000L;
    /** The partition, of three, into which producers put this key. */
    private static final int LINE_1 = 1;

    private static final ReadLimits HISTORY = new ReadLimits(600, 64 << 20, Duration.ofMinutes(1));

    private final TimedConsumer consumer = new TimedConsumer();
    private final KafkaLookup lookup =
            KafkaLookup.of(Topics.DEFAULT, IntakeSettings.RAW, () -> consumer, "kafka:9092", HISTORY);

    @BeforeEach
    void create() {
        consumer.create("images", 1);
        for (String topic : List.of("scores", "anomalies", "evidence", "secrets")) {
            consumer.create(topic, 3);
        }
    }

    @Test
    void shouldFindAnImageByItsCoordinates() {
        image(NOON, "a");
        image(NOON + 1, "b");

        assertThat(lookup.image(images(1))).isInstanceOfSatisfying(Found.class, found -> {
            StoredImage image = (StoredImage) found.value();
            assertThat(image.value()).isEqualTo(bytes("b"));
            assertThat(image.timestampMillis()).isEqualTo(NOON + 1);
            assertThat(image.source()).contains("line-1");
            assertThat(image.contentType()).isEqualTo("image/png");
        });
        assertThat(consumer.assignment())
                .as("nothing is read between two look-ups")
                .isEmpty();
    }

    @Test
    void shouldFindAnImageInItsEnvelopeWithTheSourceOfTheEnvelope() {
        KafkaLookup events = KafkaLookup.of(
                Topics.DEFAULT,
                new IntakeSettings(IntakeRules.of(IntakeFormat.CLOUDEVENTS), Map.of(), 1 << 20, Optional.empty()),
                () -> consumer,
                "kafka:9092",
                HISTORY);
        consumer.write(
                "images",
                0,
                NOON,
                null,
                bytes("{\"specversion\":\"1.0\",\"source\":\"line-1\",\"data_base64\":\"YQ==\"}"),
                new RecordHeaders());
        image(NOON, "no event");
        score(0, NOON, .25);

        assertThat(events.image(images(0))).isInstanceOfSatisfying(Found.class, found -> {
            StoredImage image = (StoredImage) found.value();
            assertThat(image.value()).isEqualTo(bytes("a"));
            assertThat(image.source()).contains("line-1");
            assertThat(image.refused()).isEmpty();
        });
        assertThat(events.image(images(1))).isInstanceOfSatisfying(Found.class, found -> {
            StoredImage image = (StoredImage) found.value();
            assertThat(image.value()).isEqualTo(bytes("no event"));
            assertThat(image.refused())
                    .hasValueSatisfying(
                            refused -> assertThat(refused.reason().label()).isEqualTo("bad_envelope"));
        });
        assertThat(found(events.score(images(0), OptionalLong.empty())).pValue())
                .isEqualTo(.25);
    }

    @Test
    void shouldSayThatRetentionHasDeletedAnImage() {
        image(NOON, "a");
        image(NOON + 1, "b");
        consumer.delete("images", 0, 1);

        assertThat(why(lookup.image(images(0)))).contains("no longer has this image", "begins at offset 1");
        assertThat(why(lookup.image(images(2)))).contains("no such image yet");
        assertThat(why(lookup.image(new OutputOrigin("images", 7, 0)))).contains("no partition 7");
    }

    @Test
    void shouldReadNoTopicOfOthers() {
        consumer.write("secrets", 0, NOON, null, bytes("secret"), new RecordHeaders());

        for (String topic : List.of("secrets", "scores", "__consumer_offsets")) {
            OutputOrigin foreign = new OutputOrigin(topic, 0, 0);
            assertThat(lookup.image(foreign)).isInstanceOf(Foreign.class);
            assertThat(lookup.score(foreign, OptionalLong.of(NOON))).isInstanceOf(Foreign.class);
            assertThat(lookup.picture(foreign, OptionalLong.empty())).isInstanceOf(Foreign.class);
        }
        assertThat(consumer.read()).isZero();
    }

    @Test
    void shouldFindTheScoreOfAnImageAmongThoseOfItsTime() {
        for (int i = 0; i < 300; i++) {
            score(i, NOON + i, .5);
        }

        assertThat(found(lookup.score(images(200), OptionalLong.of(NOON + 200)))
                        .image()
                        .offset())
                .isEqualTo(200);
        assertThat(consumer.read()).as("not those before it").isLessThanOrEqualTo(100);
        assertThat(why(lookup.score(images(999), OptionalLong.of(NOON + 200)))).contains("holds no score");
    }

    @Test
    void shouldFindTheScoreThatWasWrittenBeforeEarlierOnes() {
        score(5, NOON + 5_000, .5);
        score(6, NOON, .5);
        score(7, NOON + 5_000, .5);

        assertThat(found(lookup.score(images(7), OptionalLong.of(NOON + 5_000)))
                        .image()
                        .offset())
                .isEqualTo(7);
        assertThat(found(lookup.score(images(6), OptionalLong.of(NOON))).image().offset())
                .isEqualTo(6);
    }

    @Test
    void shouldFindAScoreWithoutATimeByTheImage() {
        image(NOON + 3, "a");
        score(0, NOON + 3, .25);

        assertThat(found(lookup.score(images(0), OptionalLong.empty())).pValue())
                .isEqualTo(.25);
        assertThat(why(lookup.score(images(1), OptionalLong.empty()))).contains("no such image yet");
    }

    @Test
    void shouldFindAPictureByItsHeaders() {
        RecordHeaders headers = new RecordHeaders();
        LiveRecords.coordinates(17).forEach((name, text) -> headers.add(name, bytes(text)));
        consumer.write("evidence", 2, NOON, bytes("line-1"), bytes("png"), headers);

        assertThat(lookup.picture(images(17), OptionalLong.of(NOON))).isInstanceOf(Found.class);
        assertThat(lookup.picture(images(18), OptionalLong.of(NOON))).isInstanceOf(Missing.class);
    }

    @Test
    void shouldPassOverRecordsOfOthers() {
        consumer.write("scores", 0, NOON, null, null, new RecordHeaders());
        consumer.write("scores", 0, NOON, null, bytes("no JSON, offset 3"), new RecordHeaders());
        consumer.write("scores", 0, NOON, null, bytes("{\"image\":{\"offset\":3}}"), new RecordHeaders());
        score(3, NOON, .5);

        assertThat(found(lookup.score(images(3), OptionalLong.of(NOON))).pValue())
                .isEqualTo(.5);
    }

    @Test
    void shouldReadTheScoresOfOneSourceInASpan() {
        for (int i = 0; i < 20; i++) {
            score(i, NOON + i * 1_000L, .5);
        }
        consumer.write(
                "scores",
                2,
                NOON + 7_000,
                bytes("line-2"),
                LiveRecords.anomaly("line-2", 99, NOON + 7_000, .5, "0"),
                new RecordHeaders());

        ScoreHistory.Span span = lookup.span("line-1", NOON + 5_000, NOON + 8_000);

        assertThat(span.images()).extracting(image -> image.image().offset()).containsExactly(5L, 6L, 7L);
        assertThat(span.share()).isEqualTo(1);
        assertThat(span.allReported()).isTrue();
    }

    @Test
    void shouldTellSourcesOfSeveralTopicsApart() {
        KafkaLookup several = KafkaLookup.of(
                Topics.DEFAULT.withInputs(List.of("images", "other")),
                IntakeSettings.RAW,
                () -> consumer,
                "kafka:9092",
                HISTORY);
        score(1, NOON, .5);

        assertThat(several.span("images: line-1", NOON, NOON + 1).images()).hasSize(1);
        assertThat(several.span("other: line-1", NOON, NOON + 1).images()).isEmpty();
        assertThat(several.span("images", NOON, NOON + 1).images()).isEmpty();
    }

    @Test
    void shouldThinALongHistoryButNotItsAnomalies() {
        for (int i = 0; i < 3 * HISTORY.records(); i++) {
            score(i, NOON + i, .5);
        }
        long between = 1_205; // is in none of the parts that are read
        consumer.write(
                "anomalies",
                LINE_1,
                NOON + between,
                bytes("line-1"),
                LiveRecords.anomaly("line-1", between, NOON + between, 1e-4, "0"),
                new RecordHeaders());

        ScoreHistory.Span span = lookup.span("line-1", NOON, NOON + 3L * HISTORY.records());

        assertThat(span.images()).hasSizeBetween(550, HISTORY.records() + 1);
        assertThat(span.images())
                .filteredOn(DecidedImage::anomalous)
                .extracting(image -> image.image().offset())
                .containsExactly(between);
        assertThat(span.share()).isBetween(.3, .35);
        assertThat(span.allReported()).isTrue();
        assertThat(span.images().get(0).timestampMillis()).isEqualTo(NOON);
        assertThat(span.images().get(span.images().size() - 1).timestampMillis())
                .isEqualTo(NOON + 3L * HISTORY.records() - 1);
    }

    @Test
    void shouldReadThePValuesOfAllSourcesInASpan() {
        for (int i = 0; i < 20; i++) {
            score(i, NOON + i * 1_000L, i < 10 ? .01 : .5);
        }
        consumer.write("scores", 0, NOON + 2_000, bytes("line-2"), bytes("no JSON"), new RecordHeaders());
        consumer.write(
                "scores",
                2,
                NOON + 7_000,
                bytes("line-2"),
                LiveRecords.anomaly("line-2", 99, NOON + 7_000, 1e-4, "0"),
                new RecordHeaders());

        RecentPValues.Read read = lookup.pValues(NOON + 5_000, NOON + 15_000);

        AlphaTally.Outcome outcome = read.tally().at(.02, 9);
        assertThat(read.share()).isEqualTo(1);
        assertThat(outcome.images()).isEqualTo(11);
        assertThat(outcome.reported()).isEqualTo(1);
        assertThat(outcome.sources())
                .containsExactly(new AlphaTally.Source("line-1", 10, 0, 5), new AlphaTally.Source("line-2", 1, 1, 1));
    }

    @Test
    void shouldReadPartsOfLongPValuesEvenly() {
        int all = 5 * HISTORY.records();
        for (int i = 0; i < all; i++) {
            score(i, NOON + i, i < all / 2 ? .01 : .5);
        }

        RecentPValues.Read read = lookup.pValues(NOON, NOON + all);

        AlphaTally.Outcome outcome = read.tally().at(.02, 9);
        assertThat(read.share()).isBetween(.19, .21);
        assertThat(outcome.images()).isBetween(HISTORY.records() - 30L, HISTORY.records() + 1L);
        assertThat((double) outcome.would() / outcome.images())
                .as("half of the time had them")
                .isBetween(.47, .53);
    }

    @Test
    void shouldFindTheNeighboursOfAnImage() {
        score(1, NOON - 60_000, .5);
        score(2, NOON, .5);
        score(3, NOON, .5);
        score(4, NOON + 400_000, .5);

        Neighbours found = Neighbours.of(lookup, images(2), "line-1", NOON, NOON + 500_000);

        assertThat(found.previous().map(image -> image.image().offset())).contains(1L);
        assertThat(found.next().map(image -> image.image().offset())).contains(3L);
        assertThat(Neighbours.of(lookup, images(3), "line-1", NOON, NOON + 500_000)
                        .next()
                        .map(one -> one.image().offset()))
                .contains(4L);
        assertThat(Neighbours.of(lookup, images(4), "line-1", NOON + 400_000, NOON + 400_000)
                        .next())
                .isEmpty();
    }

    /** Two lines may have a camera of the same name. */
    @Test
    void shouldFindNoNeighbourInAnotherTopic() {
        score(1, NOON - 60_000, .5);
        score(2, NOON, .5);

        Neighbours found =
                Neighbours.of(lookup, new OutputOrigin("line-b", 0, 2), "line-1", NOON - 30_000, NOON + 500_000);

        assertThat(found.previous()).isEmpty();
        assertThat(found.next()).isEmpty();
    }

    @Test
    void shouldRefuseWhileTheClusterIsAwayAndGoOnAfterwards() {
        image(NOON, "a");
        consumer.setPollException(new TimeoutException("away"));

        assertThatThrownBy(() -> lookup.image(images(0)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("kafka:9092");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldReadNothingAfterClosing() {
        lookup.close();

        assertThatThrownBy(() -> lookup.image(images(0))).isInstanceOf(Refusal.class);
    }

    private void image(long atMillis, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", bytes("image/png"));
        consumer.write("images", 0, atMillis, bytes("line-1"), bytes(value), headers);
    }

    private void score(long offset, long atMillis, double pValue) {
        consumer.write(
                "scores",
                LINE_1,
                atMillis,
                bytes("line-1"),
                new String(LiveRecords.anomaly("line-1", offset, atMillis, pValue, "0"), UTF_8)
                        .replace("\"anomalous\": true", "\"anomalous\": false")
                        .getBytes(UTF_8),
                new RecordHeaders());
    }

    private static OutputOrigin images(long offset) {
        return new OutputOrigin("images", 0, offset);
    }

    private static DecidedImage found(Lookup<byte[]> lookup) {
        assertThat(lookup).isInstanceOf(Found.class);
        return DecidedImage.of(((Found<byte[]>) lookup).value()).orElseThrow();
    }

    private static String why(Lookup<?> lookup) {
        assertThat(lookup).isInstanceOf(Missing.class);
        return ((Missing<?>) lookup).why();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
