package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Records that hold their image in an envelope, through the whole flow. */
class EnvelopeTopologyTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final byte[] ANOMALOUS = {(byte) 200, (byte) 200, (byte) 200, (byte) 200};
    private static final IntakeRules JSON = new IntakeRules(
            IntakeFormat.JSON,
            "/image",
            Places.parse("/camera or topic-partition"),
            Places.parse("/id"),
            Places.parse("/at"),
            Places.NONE,
            Places.NONE,
            Places.NONE);

    @AutoClose
    private final TopologyTestDriver driver = new TopologyTestDriver(
            new ScoringTopology(
                            Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT)
                                    .withIntake(new IntakeSettings(JSON, Map.of(), 1 << 20, Optional.empty())),
                            Flows.scoring(
                                    new FakeModel().failingOn(image -> image[0] == 7), Calibrations.judge(199, 0.05)),
                            ScoringObserver.NONE)
                    .build(Flows.LIMITS),
            Flows.properties());

    private final TestOutputTopic<byte[], byte[]> scores = output("scores");
    private final TestOutputTopic<byte[], byte[]> rejected = output("rejected");

    @Test
    void shouldWriteAllOutputsUnderTheSourceTimeAndIdOfTheEnvelope() throws IOException {
        TestOutputTopic<byte[], byte[]> anomalies = output("anomalies");
        TestOutputTopic<byte[], byte[]> evidence = output("evidence");

        send(json(ANOMALOUS, ",\"camera\":\"c7\",\"id\":\"f-1\",\"at\":1700000005"));

        TestRecord<byte[], byte[]> score = scores.readRecord();
        JsonNode value = new ObjectMapper().readTree(score.value());
        assertThat(value.at("/image/source").asText()).isEqualTo("c7");
        assertThat(value.at("/image/timestamp").asLong()).isEqualTo(NOON + 5_000);
        for (TestRecord<byte[], byte[]> record : List.of(score, anomalies.readRecord(), evidence.readRecord())) {
            assertThat(record.key()).asString().isEqualTo("c7");
            assertThat(record.timestamp()).isEqualTo(NOON + 5_000);
            assertThat(header(record, "elbowatch-id")).isEqualTo("f-1");
            assertThat(header(record, "trace")).isEqualTo("t");
        }
        assertThat(header(score, "content-type")).isEqualTo("application/json");
        assertThat(rejected.isEmpty()).isTrue();
    }

    @Test
    void shouldNameASourceThatIsMissingByItsPartition() {
        send(json(ANOMALOUS, ""));

        TestRecord<byte[], byte[]> score = scores.readRecord();
        assertThat(score.key()).asString().isEqualTo("images-0");
        assertThat(score.timestamp()).isEqualTo(NOON);
        assertThat(header(score, "elbowatch-id")).isNull();
    }

    @Test
    void shouldRejectAsItCameWhatNoEnvelopeModelOrDecoderTakes() {
        byte[][] values = {
            "no JSON".getBytes(UTF_8),
            json(new byte[] {1, 2, 3}, ",\"camera\":\"c7\",\"id\":\"f-1\",\"at\":1700000005"),
            json(new byte[] {7, 2, 3, 4}, ",\"camera\":\"c7\",\"id\":\"f-1\",\"at\":1700000005"),
            ("{\"camera\":\"" + "x".repeat(70_000) + "\",\"image\":\"AQIDBA==\"}").getBytes(UTF_8),
        };
        for (byte[] value : values) {
            send(value);
        }

        String[] reasons = {"bad_envelope", "unknown_format", "model_failed", "key_too_large"};
        Map<String, byte[]> found = new java.util.HashMap<>();
        for (int i = 0; i < values.length; i++) {
            TestRecord<byte[], byte[]> record = rejected.readRecord();
            found.put(header(record, "elbowatch-reason"), record.value());
            assertThat(record.key()).isEqualTo(KEY);
            assertThat(record.timestamp()).isEqualTo(NOON);
            assertThat(header(record, "elbowatch-timestamp")).isEqualTo(Long.toString(NOON));
            assertThat(header(record, "elbowatch-id")).isNull();
            assertThat(header(record, "content-type")).isEqualTo("application/json; v=2");
        }
        for (int i = 0; i < values.length; i++) {
            assertThat(found.get(reasons[i])).as(reasons[i]).isEqualTo(values[i]);
        }
        assertThat(scores.isEmpty()).isTrue();
    }

    private void send(byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/json; v=2".getBytes(UTF_8));
        headers.add("trace", "t".getBytes(UTF_8));
        driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(KEY, value, headers, NOON));
    }

    private static byte[] json(byte[] image, String more) {
        return ("{\"image\":\"" + Base64.getEncoder().encodeToString(image) + "\"" + more + "}").getBytes(UTF_8);
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
