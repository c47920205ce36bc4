package io.elbowatch.stream.lookup;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.Claim;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.reference.ObjectSource;
import io.elbowatch.stream.reference.Outcome;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.LiveRecords;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Images that their records refer to, as the page finds them. */
class ReferenceLookupTest {
    private static final OutputOrigin FIRST = new OutputOrigin("images", 0, 0);
    private static final long TAKEN = 1_700_000_000_000L;
    private static final long SENT = TAKEN + 3_600_000;
    private static final IntakeSettings TIMED_BY_HEADER = new IntakeSettings(
            new IntakeRules(
                    IntakeFormat.RAW,
                    IntakeRules.DEFAULT_IMAGE,
                    Places.parse("header:camera"),
                    Places.NONE,
                    Places.parse("header:taken"),
                    Places.NONE,
                    Places.parse("header:elbowatch-ref"),
                    Places.NONE),
            Map.of(),
            1 << 20,
            Optional.empty());

    private final TimedConsumer consumer = new TimedConsumer();

    @BeforeEach
    void refer() {
        consumer.create("images", 1);
        RecordHeaders headers = new RecordHeaders();
        headers.add("elbowatch-ref", "s3://plant/a".getBytes(UTF_8));
        consumer.write("images", 0, TAKEN, "line-1".getBytes(UTF_8), null, headers);
    }

    private KafkaLookup lookup(IntakeSettings intake, ObjectSource objects) {
        return KafkaLookup.of(
                Topics.DEFAULT, intake, Optional.ofNullable(objects), () -> consumer, "kafka:9092", ReadLimits.HISTORY);
    }

    private Lookup<StoredImage> image(ObjectSource objects) {
        return lookup(Flows.BY_HEADER, objects).image(FIRST);
    }

    @Test
    void shouldFindTheObject() {
        Lookup<StoredImage> found =
                image(claim -> new Outcome.Fetched(claim.uri().getBytes(UTF_8), "image/png"));

        StoredImage image = ((Found<StoredImage>) found).value();
        assertThat(image.value()).isEqualTo("s3://plant/a".getBytes(UTF_8));
        assertThat(image.contentType()).isEqualTo("image/png");
        assertThat(image.source()).contains("line-1");
        assertThat(image.refused()).isEmpty();
    }

    @Test
    void shouldSayWhyThereIsNoObject() {
        Rejection missing = new Rejection(Reason.REFERENCE_MISSING, "there is nothing");

        assertThat(((Found<StoredImage>) image(claim -> new Outcome.Refused(missing)))
                        .value()
                        .refused())
                .contains(missing);
        assertThat(((Found<StoredImage>) image(null)).value().refused())
                .hasValueSatisfying(refused -> assertThat(refused.reason()).isEqualTo(Reason.REFERENCE_REFUSED));
    }

    @Test
    void shouldSayThatTheStoreDoesNotAnswer() {
        Lookup<StoredImage> found = image(ReferenceLookupTest::fail);

        assertThat(((Missing<StoredImage>) found).why()).isEqualTo("The image cannot be fetched: nobody answers");
    }

    @Test
    void shouldFindTheScoreWithoutTheObject() {
        score();
        KafkaLookup lookup = lookup(TIMED_BY_HEADER, ReferenceLookupTest::fail);

        assertThat(lookup.score(timed(), OptionalLong.empty())).isInstanceOf(Found.class);
    }

    @Test
    void shouldKeepTheTimeAndSourceOfAReferenceWhereTheObjectIsGone() {
        OutputOrigin at = timed();
        Rejection missing = new Rejection(Reason.REFERENCE_MISSING, "there is nothing");
        KafkaLookup lookup = lookup(TIMED_BY_HEADER, claim -> new Outcome.Refused(missing));

        StoredImage image = ((Found<StoredImage>) lookup.image(at)).value();

        assertThat(image.timestampMillis()).isEqualTo(TAKEN);
        assertThat(image.source()).contains("line-7");
        assertThat(image.refused()).contains(missing);
        score();
        assertThat(lookup.score(at, OptionalLong.empty())).isInstanceOf(Found.class);
    }

    /** A reference that names the time and the source of its image: an hour before the record, and another key. */
    private OutputOrigin timed() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("elbowatch-ref", "s3://plant/b".getBytes(UTF_8));
        headers.add("taken", Long.toString(TAKEN).getBytes(UTF_8));
        headers.add("camera", "line-7".getBytes(UTF_8));
        return new OutputOrigin(
                "images", 0, consumer.write("images", 0, SENT, "batch-9".getBytes(UTF_8), null, headers));
    }

    private void score() {
        consumer.create("scores", 3);
        byte[] score = LiveRecords.anomaly("line-7", 1, TAKEN, .25, "0");
        consumer.write("scores", 0, TAKEN, "line-7".getBytes(UTF_8), score, new RecordHeaders());
    }

    private static Outcome fail(Claim claim) throws IOException {
        throw new IOException("nobody answers");
    }
}
