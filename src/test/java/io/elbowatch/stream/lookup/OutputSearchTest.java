package io.elbowatch.stream.lookup;

import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.LiveRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Outputs whose records have another time than their image, because its clock was ahead. */
class OutputSearchTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final byte[] KEY = "line-1".getBytes(UTF_8);
    /** The partition, of three, into which producers put this key. */
    private static final int LINE_1 = 1;

    private final TimedConsumer consumer = new TimedConsumer();
    private final KafkaLookup lookup = lookup(IntakeSettings.RAW);

    @BeforeEach
    void create() {
        consumer.create("images", 1);
        consumer.create("scores", 3);
        consumer.create("anomalies", 3);
        consumer.create("evidence", 3);
    }

    /** As a topic with {@code message.timestamp.type=LogAppendTime} has it; many others come later. */
    @ParameterizedTest
    @ValueSource(longs = {0, 5_000, MINUTE, 59 * MINUTE})
    void shouldFindAScoreThatABrokerStamped(long ahead) {
        image(NOON);
        score(0, NOON - ahead, NOON);
        for (int i = 1; i < 300; i++) {
            score(i, NOON + i * MINUTE, NOON + i * MINUTE);
        }

        assertThat(offset(lookup.score(image(0), OptionalLong.of(NOON)))).isZero();
        assertThat(offset(lookup.score(image(0), OptionalLong.empty()))).isZero();
    }

    @Test
    void shouldFindAnAnomalyAndAPictureThatABrokerStamped() {
        consumer.write(
                "anomalies",
                LINE_1,
                NOON - 5_000,
                KEY,
                LiveRecords.anomaly("line-1", 7, NOON, .5, "0"),
                new RecordHeaders());
        RecordHeaders headers = new RecordHeaders();
        LiveRecords.coordinates(7).forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        headers.add("elbowatch-timestamp", Long.toString(NOON).getBytes(UTF_8));
        consumer.write("evidence", 2, NOON - 5_000, KEY, new byte[] {1}, headers);

        assertThat(lookup.anomaly(image(7), OptionalLong.of(NOON))).isInstanceOf(Found.class);
        assertThat(lookup.picture(image(7), OptionalLong.of(NOON))).isInstanceOf(Found.class);
    }

    /** A busy topic: what comes in the minute before is searched ahead of all that came since. */
    @Test
    void shouldFindAScoreThatABrokerStampedLongAgo() {
        score(0, NOON - 5_000, NOON);
        for (int i = 1; i <= ReadLimits.SEARCH.records(); i++) {
            score(i, NOON + MINUTE + i, NOON + MINUTE + i);
        }

        assertThat(offset(lookup.score(image(0), OptionalLong.of(NOON)))).isZero();
    }

    /** What another camera sent in the minute before leaves enough of the limits for what came later. */
    @Test
    void shouldFindALateScoreBehindABusyMinute() {
        for (int i = 1; i <= ReadLimits.SEARCH.records(); i++) {
            score(i, NOON - MINUTE + i, NOON - MINUTE + i);
        }
        score(0, NOON + 2 * MINUTE, NOON);

        assertThat(offset(lookup.score(image(0), OptionalLong.of(NOON)))).isZero();
    }

    /** A clock that is a little ahead: what came in the minute before its arrival is not read. */
    @Test
    void shouldFindAScoreThatABrokerStampedInABusyMinute() {
        image(NOON - 2_000);
        for (int i = 1; i <= ReadLimits.SEARCH.records(); i++) {
            score(i, NOON - MINUTE + i, NOON - MINUTE + i);
        }
        score(0, NOON - 2_000, NOON);

        assertThat(offset(lookup.score(image(0), OptionalLong.of(NOON)))).isZero();
    }

    /** The partition of an image may have no leader, or be closed to this user. */
    @Test
    void shouldFindALateScoreWhereItsImageCannotBeRead() {
        consumer.refuse("images");
        score(0, NOON + 2 * MINUTE, NOON);

        assertThat(offset(lookup.score(image(0), OptionalLong.of(NOON)))).isZero();
    }

    /** A wrong time zone in the payload: records leave with the latest time that their topics accept. */
    @Test
    void shouldFindAScoreWhoseTimeWasMoved() {
        KafkaLookup withTimes = lookup(new IntakeSettings(
                new IntakeRules(
                        IntakeFormat.RAW,
                        IntakeRules.DEFAULT_IMAGE,
                        Places.parse("key"),
                        Places.NONE,
                        Places.parse("header:taken"),
                        Places.NONE,
                        Places.NONE,
                        Places.NONE),
                Map.of(),
                1 << 20,
                Optional.empty()));
        long taken = NOON + 2 * HOUR;
        RecordHeaders headers = new RecordHeaders();
        headers.add("taken", Long.toString(taken).getBytes(UTF_8));
        consumer.write("images", 0, NOON, KEY, new byte[] {1}, headers);
        score(0, NOON + 59 * MINUTE, taken);

        assertThat(offset(withTimes.score(image(0), OptionalLong.empty()))).isZero();
        assertThat(offset(withTimes.score(image(0), OptionalLong.of(taken)))).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {24 * HOUR, Long.MAX_VALUE})
    void shouldFindAScoreOfAnImageOfTheFuture(long ahead) {
        long now = System.currentTimeMillis();
        long taken = ahead == Long.MAX_VALUE ? ahead : now + ahead;
        image(taken);
        score(0, now - 10 * MINUTE, taken);

        assertThat(offset(lookup.score(image(0), OptionalLong.of(taken)))).isZero();
        assertThat(offset(lookup.score(image(0), OptionalLong.empty()))).isZero();
    }

    /** Its topic was deleted and made anew. */
    @Test
    void shouldNotTakeTheScoreOfAnEarlierImageOfTheSameCoordinates() {
        image(NOON);
        score(0, NOON - 5_000, NOON - 5_000);

        assertThat(lookup.score(image(0), OptionalLong.of(NOON))).isInstanceOf(Missing.class);
        assertThat(lookup.score(image(0), OptionalLong.empty())).isInstanceOf(Missing.class);
    }

    @Test
    void shouldReadNothingBeforeTheTimeWhereItFindsAScore() {
        for (int i = 0; i < 300; i++) {
            score(i, NOON + i, NOON + i);
        }

        assertThat(offset(lookup.score(image(299), OptionalLong.of(NOON + 299))))
                .isEqualTo(299);
        assertThat(consumer.read()).isOne();
    }

    @Test
    void shouldSayThatAScoreIsMissingWhereTheTopicOfImagesIsGone() {
        KafkaLookup other = KafkaLookup.of(
                Topics.DEFAULT.withInputs(List.of("gone")),
                IntakeSettings.RAW,
                () -> consumer,
                "kafka:9092",
                ReadLimits.HISTORY);
        score(0, NOON, NOON);

        for (long at : new long[] {Long.MIN_VALUE, 0, NOON, Long.MAX_VALUE}) {
            assertThat(other.score(new OutputOrigin("gone", 0, 0), OptionalLong.of(at)))
                    .isInstanceOf(Missing.class);
        }
    }

    private KafkaLookup lookup(IntakeSettings intake) {
        return KafkaLookup.of(Topics.DEFAULT, intake, () -> consumer, "kafka:9092", ReadLimits.HISTORY);
    }

    private void image(long atMillis) {
        consumer.write("images", 0, atMillis, KEY, new byte[] {1}, new RecordHeaders());
    }

    private void score(long offset, long recordMillis, long imageMillis) {
        consumer.write(
                "scores",
                LINE_1,
                recordMillis,
                KEY,
                LiveRecords.anomaly("line-1", offset, imageMillis, .5, "0"),
                new RecordHeaders());
    }

    private static OutputOrigin image(int offset) {
        return new OutputOrigin("images", 0, offset);
    }

    private static long offset(Lookup<byte[]> lookup) {
        assertThat(lookup).isInstanceOf(Found.class);
        return DecidedImage.of(((Found<byte[]>) lookup).value())
                .orElseThrow()
                .image()
                .offset();
    }
}
