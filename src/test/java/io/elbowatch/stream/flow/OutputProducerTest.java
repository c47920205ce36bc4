package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.stream.trace.Tracing;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.StubRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What is noted of a record that a broker refuses. */
class OutputProducerTest {
    private static final Topics TOPICS =
            Topics.DEFAULT.withPeople(new PeopleTopics(Optional.empty(), Optional.of("review"), Optional.empty()));
    private static final byte[] ANOMALY = {(byte) 250, (byte) 250, (byte) 250, (byte) 250};

    /** The registry is gone by then. */
    @ParameterizedTest
    @EnumSource
    void shouldFindTheImageWhateverTheFormOfTheRecord(OutputFormat format) throws IOException {
        List<ProducerRecord<byte[], byte[]>> records;
        try (StubRegistry registry = new StubRegistry()) {
            records = run(new OutputSettings(
                    format, Optional.of(new RegistrySettings(registry.url(), Optional.empty(), Optional.empty()))));
        }

        assertThat(records)
                .extracting(ProducerRecord::topic)
                .containsExactly("scores", "anomalies", "evidence", "review", "rejected");
        assertThat(records.subList(0, 4))
                .allSatisfy(record -> assertThat(OutputProducer.image(record, TOPICS))
                        .as(record.topic())
                        .contains(new OutputOrigin("images", 0, 0)));
        assertThat(OutputProducer.image(records.get(4), TOPICS)).contains(new OutputOrigin("images", 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"image\":{}}", "\0\0\0\0\0\0\0", "{\"schema\":{},\"payload\":{}}"})
    void shouldFindNoneInWhatIsNoRecordOfTheStream(String value) {
        for (String topic : TOPICS.outputs()) {
            assertThat(OutputProducer.image(record(topic, value.getBytes(UTF_8)), TOPICS))
                    .as(topic)
                    .isEmpty();
        }
    }

    @Test
    void shouldFindNoneForAStateOfASource() {
        assertThat(OutputProducer.image(record("elbowatch-sources-changelog", new byte[] {1, 2, 3}), TOPICS))
                .isEmpty();
    }

    /** Kafka fails what is behind a refused record, too, also after the thread has died. */
    @Test
    void shouldNoteTheFirstRefusalAlone() {
        Outputs outputs = Outputs.of(Flows.LIMITS, 1 << 20);
        OutputClients clients = new OutputClients(outputs, TOPICS, ScoringObserver.NONE, Tracing.NONE, map -> map);
        Exception refusal = new RecordTooLargeException("too large");
        ProducerRecord<byte[], byte[]> rejection = new ProducerRecord<>("rejected", new byte[1]);
        try (OutputProducer producer =
                (OutputProducer) clients.getProducer(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            producer.note(rejection, null);
            producer.note(rejection, new TimeoutException("no refusal"));
            assertThat(outputs.refused().take()).isEmpty();

            producer.note(rejection, refusal);
            assertThat(outputs.refused().take()).singleElement().satisfies(noted -> {
                assertThat(noted.topic()).isEqualTo("rejected");
                assertThat(noted.failure()).isSameAs(refusal);
            });

            producer.note(record("elbowatch-sources-changelog", new byte[1]), refusal);
            assertThat(outputs.refused().take()).isEmpty();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, byte[] value) {
        return new ProducerRecord<>(topic, value);
    }

    /** The first record of each topic: of an anomalous image, and of one that is rejected. */
    private static List<ProducerRecord<byte[], byte[]>> run(OutputSettings output) {
        FlowSettings flow = new FlowSettings(
                        TOPICS,
                        Flows.UNTIL_COMMIT,
                        Overlap.OFF,
                        EvidenceLimits.DEFAULT,
                        IncidentSettings.DEFAULT,
                        new ReviewSettings(1, 1, 100))
                .withOutput(output);
        ScoringModel scoring = Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05));
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new ScoringTopology(flow, scoring, ScoringObserver.NONE).build(Flows.LIMITS), Flows.properties())) {
            TestInputTopic<byte[], byte[]> images =
                    driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            images.pipeInput("camera".getBytes(UTF_8), ANOMALY);
            images.pipeInput("camera".getBytes(UTF_8), new byte[0]);
            return List.of("scores", "anomalies", "evidence", "review", "rejected").stream()
                    .map(topic -> first(driver, topic))
                    .toList();
        }
    }

    private static ProducerRecord<byte[], byte[]> first(TopologyTestDriver driver, String topic) {
        TestRecord<byte[], byte[]> record = driver.createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecord();
        return new ProducerRecord<>(topic, 0, record.timestamp(), record.key(), record.value(), record.headers());
    }
}
