package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The effect of a change of the settings on the results. */
class SettingsAtRunTimeTest {
    private static final byte[] KEY = "verdict".getBytes(UTF_8);
    private static final String LOOSE = "{\"schema\":1,\"alpha\":0.2}";
    private static final String LOCAL = "{\"schema\":1,\"alpha\":0.2,\"decide\":\"local\"}";
    /** p = 0.16 with 199 calibration images: normal at α = 0.05 of the start, anomalous at 0.2. */
    private static final byte[] ODD = {(byte) 187, (byte) 187, (byte) 187, (byte) 187};

    private final FakeModel model = new FakeModel();
    private CurrentPlan inForce = Flows.plan(model, Calibrations.judge(199, 0.05));
    private final TopologyTestDriver driver = driver(() -> {});
    private final TestOutputTopic<byte[], byte[]> anomalies = output(driver, "anomalies");

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void shouldCarryNoOffsetWhileTheSettingsOfTheStartHold() throws IOException {
        JsonNode verdict = verdictOn(driver, ODD);
        assertThat(verdict.has("settingsOffset")).isFalse();
        assertThat(verdict.get("alpha").asDouble()).isEqualTo(0.05);
        assertThat(anomalies.isEmpty()).isTrue();
    }

    @Test
    void shouldJudgeByAChangeAndStampIt() throws IOException {
        take(41, LOOSE);
        JsonNode verdict = verdictOn(driver, ODD);
        assertThat(verdict.get("settingsOffset").asLong()).isEqualTo(41);
        assertThat(verdict.get("alpha").asDouble()).isEqualTo(0.2);
        assertThat(verdict.get("anomalous").asBoolean()).isTrue();
        assertThat(new ObjectMapper().readTree(anomalies.readValue()).at("/verdict"))
                .isEqualTo(verdict);
    }

    @Test
    void shouldJudgeByAnotherScore() throws IOException {
        take(41, LOCAL);
        assertThat(verdictOn(driver, ODD).get("score").asText()).isEqualTo("local");
    }

    @Test
    void shouldKeepTheJudgeAfterARefusal() throws IOException {
        take(41, LOOSE);
        take(42, "{\"schema\":1,\"alpha\":3}");
        take(43, "{\"schema\":1,\"alpha\":1e-9}");
        JsonNode verdict = verdictOn(driver, ODD);
        assertThat(verdict.get("settingsOffset").asLong()).isEqualTo(41);
        assertThat(verdict.get("alpha").asDouble()).isEqualTo(0.2);
    }

    @Test
    void shouldJudgeAsAtTheStartAfterATombstone() throws IOException {
        take(41, LOOSE);
        inForce.take(42, KEY, null);
        JsonNode verdict = verdictOn(driver, ODD);
        assertThat(verdict.get("settingsOffset").asLong()).isEqualTo(42);
        assertThat(verdict.get("alpha").asDouble()).isEqualTo(0.05);
    }

    @Test
    void shouldCatchUpBeforeTheFirstImageOfATask() throws IOException {
        try (TopologyTestDriver taskFromElsewhere = driver(() -> take(41, LOOSE))) {
            assertThat(verdictOn(taskFromElsewhere, ODD).get("settingsOffset").asLong())
                    .isEqualTo(41);
        }
    }

    /** The settings are those at the time at which the image was decoded. */
    @Test
    void shouldJudgeAnImageByThePlanUnderWhichItWasDecoded() throws IOException {
        FakeModel changing = new FakeModel(image -> {
            take(50, LOOSE);
            return FakeModel.meanPixel(image);
        });
        inForce = Flows.plan(changing, Calibrations.judge(199, 0.05));
        try (TopologyTestDriver other = driver(() -> {})) {
            assertThat(verdictOn(other, ODD).has("settingsOffset")).isFalse();
            assertThat(verdictOn(other, ODD).get("settingsOffset").asLong()).isEqualTo(50);
        }
    }

    private void take(long offset, String json) {
        inForce.take(offset, KEY, json.getBytes(UTF_8));
    }

    private static JsonNode verdictOn(TopologyTestDriver driver, byte[] image) throws IOException {
        TestInputTopic<byte[], byte[]> images =
                driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
        images.pipeInput("camera-1".getBytes(UTF_8), image);
        return new ObjectMapper().readTree(output(driver, "scores").readValue()).get("verdict");
    }

    private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private TopologyTestDriver driver(Runnable catchUpWithSettings) {
        FlowSettings flow = Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT);
        return new TopologyTestDriver(
                new ScoringTopology(flow, Flows.scoring(inForce), ScoringObserver.NONE)
                        .build(
                                Outputs.of(Flows.LIMITS, 1 << 20),
                                CommitTicks.NONE,
                                catchUpWithSettings,
                                InputReads.NONE),
                Flows.properties());
    }
}
