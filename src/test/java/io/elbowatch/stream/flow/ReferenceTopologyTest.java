package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.reference.HeldRecords;
import io.elbowatch.stream.reference.Outcome;
import io.elbowatch.stream.reference.ReferencedImages;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What leaves for a record that refers to its image; its object is what a test says. */
class ReferenceTopologyTest {
    private static final byte[] KEY = "camera-1".getBytes(UTF_8);
    private static final byte[] VALUE = "{\"url\": \"s3://plant/a\"}".getBytes(UTF_8);

    private static ReferencedImages giving(Outcome outcome) {
        return new ReferencedImages() {
            @Override
            public Optional<HeldRecords> between(Intakes intakes) {
                return Optional.empty();
            }

            @Override
            public Outcome take(String topic, int partition, long offset) {
                return outcome;
            }

            @Override
            public Optional<String> obstacle() {
                return Optional.empty();
            }
        };
    }

    /** Sends one record and gives what left for this topic. */
    private static TestRecord<byte[], byte[]> leaving(ReferencedImages images, String topic) {
        ScoringModel scoring =
                Flows.scoring(new FakeModel(), Calibrations.judge(999, 0.01)).withReferences(images);
        ScoringTopology topology = new ScoringTopology(
                Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT).withIntake(Flows.BY_HEADER),
                scoring,
                ScoringObserver.NONE);
        try (TopologyTestDriver driver = new TopologyTestDriver(topology.build(Flows.LIMITS), Flows.properties())) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("elbowatch-ref", "s3://plant/a".getBytes(UTF_8));
            driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(KEY, VALUE, headers, 5L));
            TestOutputTopic<byte[], byte[]> out =
                    driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return out.readRecord();
        }
    }

    @Test
    void shouldScoreTheObjectAsTheImageOfItsRecord() throws Exception {
        TestRecord<byte[], byte[]> score =
                leaving(giving(new Outcome.Fetched(new byte[] {7, 7, 7, 7}, null)), "scores");

        assertThat(score.key()).isEqualTo(KEY);
        assertThat(score.timestamp()).isEqualTo(5);
        assertThat(score.headers().lastHeader("elbowatch-ref").value()).isEqualTo("s3://plant/a".getBytes(UTF_8));
        JsonNode json = new ObjectMapper().readTree(score.value());
        assertThat(json.at("/terms/local").asDouble()).isEqualTo(7);
    }

    @Test
    void shouldRejectTheRecordAsItCameWhereThereIsNoObject() {
        TestRecord<byte[], byte[]> rejected = leaving(
                giving(new Outcome.Refused(new Rejection(Reason.REFERENCE_MISSING, "there is nothing"))), "rejected");

        assertThat(rejected.key()).isEqualTo(KEY);
        assertThat(rejected.value()).isEqualTo(VALUE);
        assertThat(new String(rejected.headers().lastHeader("elbowatch-reason").value(), UTF_8))
                .isEqualTo("reference_missing");
        assertThat(rejected.headers().lastHeader("elbowatch-ref")).isNotNull();
    }

    @Test
    void shouldRejectAnObjectThatIsNoImageWithItsRecord() {
        TestRecord<byte[], byte[]> rejected =
                leaving(giving(new Outcome.Fetched(new byte[] {1, 2, 3}, null)), "rejected");

        assertThat(rejected.value()).isEqualTo(VALUE);
    }

    @Test
    void shouldRefuseReferencesWhereNoPlaceIsAllowed() {
        TestRecord<byte[], byte[]> rejected = leaving(ReferencedImages.NONE, "rejected");

        assertThat(new String(rejected.headers().lastHeader("elbowatch-reason").value(), UTF_8))
                .isEqualTo("reference_refused");
    }
}
