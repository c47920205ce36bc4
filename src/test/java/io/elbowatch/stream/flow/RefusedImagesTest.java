package io.elbowatch.stream.flow;

import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.flow.RefusedImages.Refused;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.Optional;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Images whose outputs a broker refused, when they come again. */
class RefusedImagesTest {
    private static final byte[] IMAGE = {1, 2, 3, 4};

    private final Outputs outputs = Outputs.of(Flows.LIMITS, 1 << 20);

    @AutoClose
    private final TopologyTestDriver driver = new TopologyTestDriver(
            new ScoringTopology(
                            Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT),
                            Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05)),
                            ScoringObserver.NONE)
                    .build(outputs, CommitTicks.NONE, () -> {}, InputReads.NONE),
            Flows.properties());

    private final TestOutputTopic<byte[], byte[]> scores = output("scores");
    private final TestOutputTopic<byte[], byte[]> rejected = output("rejected");

    @Test
    void shouldScoreAnImageThatWasRefusedOnce() {
        blame(0, "scores");
        send(IMAGE);
        assertThat(scores.getQueueSize()).isOne();
        assertThat(rejected.isEmpty()).isTrue();
    }

    @Test
    void shouldRejectTheSecondTimeAndOnlyThatImage() {
        blame(1, "scores");
        blame(1, "anomalies");
        send(IMAGE);
        send(IMAGE);
        send(IMAGE);
        assertThat(scores.getQueueSize()).isEqualTo(2);
        Headers headers = rejected.readRecord().headers();
        assertThat(text(headers, "elbowatch-reason")).isEqualTo("output_refused");
        assertThat(text(headers, "elbowatch-detail")).contains("anomalies", "too large");
        assertThat(text(headers, "elbowatch-offset")).isEqualTo("1");
    }

    @Test
    void shouldRejectBareWhatTheRejectedTopicRefused() {
        blame(0, "rejected");
        send(new byte[] {1, 2, 3});
        TestRecord<byte[], byte[]> record = rejected.readRecord();
        assertThat(record.value()).isNull();
        assertThat(record.key()).isNull();
        assertThat(text(record.headers(), "elbowatch-value-left-out")).isEqualTo("3");
        assertThat(text(record.headers(), "elbowatch-reason")).isEqualTo("unknown_format");
    }

    @Test
    void shouldKeepTheRecordsOfSeveralThreadsUntilTheyAreTaken() {
        Refused first = refused(0, "scores");
        Refused other = refused(1, "scores");
        outputs.refused().note(first);
        outputs.refused().note(other);
        assertThat(outputs.refused().take()).containsExactly(first, other);
        assertThat(outputs.refused().take()).isEmpty();
    }

    private void blame(long offset, String topic) {
        outputs.refused().blame(refused(offset, topic), "rejected");
    }

    private static Refused refused(long offset, String topic) {
        return new Refused(
                Optional.of(new OutputOrigin("images", 0, offset)), topic, new RecordTooLargeException("too large"));
    }

    private void send(byte[] value) {
        driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput("camera".getBytes(UTF_8), value);
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
