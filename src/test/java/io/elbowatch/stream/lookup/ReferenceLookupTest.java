package io.elbowatch.stream.lookup;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.Claim;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.reference.ObjectSource;
import io.elbowatch.stream.reference.Outcome;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Images that their records refer to, as the page finds them. */
class ReferenceLookupTest {
    private static final OutputOrigin FIRST = new OutputOrigin("images", 0, 0);
    private final TimedConsumer consumer = new TimedConsumer();

    @BeforeEach
    void refer() {
        consumer.create("images", 1);
        RecordHeaders headers = new RecordHeaders();
        headers.add("elbowatch-ref", "s3://plant/a".getBytes(UTF_8));
        consumer.write("images", 0, 1_700_000_000_000L, "line-1".getBytes(UTF_8), null, headers);
    }

    private Lookup<StoredImage> image(ObjectSource objects) {
        return KafkaLookup.of(
                        Topics.DEFAULT,
                        Flows.BY_HEADER,
                        Optional.ofNullable(objects),
                        () -> consumer,
                        "kafka:9092",
                        ReadLimits.HISTORY)
                .image(FIRST);
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

    private static Outcome fail(Claim claim) throws IOException {
        throw new IOException("nobody answers");
    }
}
