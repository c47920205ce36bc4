package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.output.OutputValues;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.StubRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What leaves the topology in each form: the same records. */
class OutputFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final List<String> FORMED = List.of("scores", "anomalies", "incidents");

    private final Map<String, List<TestRecord<byte[], byte[]>>> plain = run(OutputSettings.DEFAULT);

    @Test
    void shouldPutTheSameJsonIntoTheEnvelopeOfConnect() {
        OutputSettings connect = new OutputSettings(OutputFormat.CONNECT_JSON, Optional.empty());
        Map<String, List<TestRecord<byte[], byte[]>>> formed = run(connect);

        OutputValues reader = new OutputValues(OutputSettings.DEFAULT);
        for (String topic : FORMED) {
            assertThat(formed.get(topic))
                    .as(topic)
                    .hasSameSizeAs(plain.get(topic))
                    .isNotEmpty();
            for (int i = 0; i < plain.get(topic).size(); i++) {
                TestRecord<byte[], byte[]> record = formed.get(topic).get(i);
                assertThat(reader.json(record.value()))
                        .isEqualTo(plain.get(topic).get(i).value());
                assertThat(header(record)).isEqualTo("application/json");
            }
        }
        assertThat(formed.get("rejected").get(0).value())
                .isEqualTo(plain.get("rejected").get(0).value());
    }

    @Test
    void shouldBeReadByTheConverterOfConnect() throws IOException {
        OutputSettings connect = new OutputSettings(OutputFormat.CONNECT_JSON, Optional.empty());
        Map<String, List<TestRecord<byte[], byte[]>>> formed = run(connect);

        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", true), false);
            for (String topic : FORMED) {
                for (int i = 0; i < plain.get(topic).size(); i++) {
                    Struct struct = (Struct) converter
                            .toConnectData(topic, formed.get(topic).get(i).value())
                            .value();
                    struct.validate();
                    assertHas(struct, JSON.readTree(plain.get(topic).get(i).value()));
                }
            }
        }
    }

    @Test
    void shouldWriteTheSameInAvro() throws IOException {
        try (StubRegistry registry = new StubRegistry()) {
            OutputSettings avro = new OutputSettings(
                    OutputFormat.AVRO,
                    Optional.of(new RegistrySettings(registry.url(), Optional.empty(), Optional.empty())));
            Map<String, List<TestRecord<byte[], byte[]>>> formed = run(avro);

            assertThat(registry.subjects())
                    .containsExactlyInAnyOrder("scores-value", "anomalies-value", "incidents-value");
            OutputValues reader = new OutputValues(avro);
            for (String topic : FORMED) {
                assertThat(formed.get(topic))
                        .as(topic)
                        .hasSameSizeAs(plain.get(topic))
                        .isNotEmpty();
                for (int i = 0; i < plain.get(topic).size(); i++) {
                    TestRecord<byte[], byte[]> record = formed.get(topic).get(i);
                    assertThat(JSON.readTree(reader.json(record.value())))
                            .isEqualTo(JSON.readTree(plain.get(topic).get(i).value()));
                    assertThat(header(record)).isEqualTo("application/avro");
                }
            }
        }
    }

    /** That every field has arrived, with its value. */
    private static void assertHas(Struct struct, JsonNode json) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            Object value = struct.get(field.getKey());
            if (field.getValue().isObject()) {
                assertHas((Struct) value, field.getValue());
            } else if (field.getValue().isArray()) {
                assertThat((List<?>) value)
                        .as(field.getKey())
                        .hasSize(field.getValue().size());
            } else if (value instanceof Date time) {
                assertThat(time.getTime()).isEqualTo(field.getValue().longValue());
            } else {
                assertThat(value.toString())
                        .as(field.getKey())
                        .isEqualTo(field.getValue().asText());
            }
        }
    }

    private static String header(TestRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader("content-type").value(), UTF_8);
    }

    /** Normal images, anomalous ones up to an incident, and one that is rejected. */
    private static Map<String, List<TestRecord<byte[], byte[]>>> run(OutputSettings output) {
        FlowSettings flow = Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT).withOutput(output);
        ScoringModel scoring = Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05));
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new ScoringTopology(flow, scoring, ScoringObserver.NONE).build(Flows.LIMITS),
                Flows.properties(),
                START)) {
            TestInputTopic<byte[], byte[]> images =
                    driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            for (int i = 0; i < 60; i++) {
                byte[] key = i % 7 == 0 ? null : "Kamera \"Süd\"".getBytes(UTF_8);
                images.pipeInput(
                        new TestRecord<>(key, image(i < 10 ? 100 : 250), null, START.toEpochMilli() + 1_000L * i));
                driver.advanceWallClockTime(Duration.ofSeconds(1));
            }
            images.pipeInput(new TestRecord<>("camera".getBytes(UTF_8), new byte[0], null, START.toEpochMilli()));
            Map<String, List<TestRecord<byte[], byte[]>>> records = new HashMap<>();
            for (String topic : List.of("scores", "anomalies", "incidents", "rejected")) {
                records.put(
                        topic,
                        new ArrayList<>(driver.createOutputTopic(
                                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                                .readRecordsToList()));
            }
            return records;
        }
    }

    private static byte[] image(int value) {
        byte[] pixels = new byte[FakeModel.SHAPE.bytes()];
        Arrays.fill(pixels, (byte) value);
        return pixels;
    }
}
