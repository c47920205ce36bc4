package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ReviewTopologyTest {
    private static final byte[] KEY = "camera-1".getBytes(UTF_8);
    private static final Topics TOPICS =
            Topics.DEFAULT.withPeople(new PeopleTopics(Optional.empty(), Optional.of("review"), Optional.empty()));

    @Test
    void shouldOfferDrawnImagesWithTheirScoreAndTheirRate() throws Exception {
        try (TopologyTestDriver driver = driver(TOPICS, new ReviewSettings(1, 1, 100))) {
            in(driver).pipeInput(new TestRecord<>(KEY, image(100), null, 1_000L));
            in(driver).pipeInput(new TestRecord<>(KEY, image(250), null, 2_000L));
            TestOutputTopic<byte[], byte[]> review = out(driver, "review");
            TestRecord<byte[], byte[]> record = review.readRecord();
            JsonNode json = new ObjectMapper().readTree(record.value());
            JsonNode score = new ObjectMapper().readTree(out(driver, "scores").readValue());

            assertThat(record.key()).isEqualTo(KEY);
            assertThat(record.timestamp()).isEqualTo(1_000L);
            assertThat(json.get("review").toString()).isEqualTo("{\"why\":\"random\",\"rate\":1.0}");
            assertThat(json.get("verdict")).isEqualTo(score.get("verdict"));
            assertThat(json.get("image")).isEqualTo(score.get("image"));
            assertThat(new ObjectMapper()
                            .readTree(review.readValue())
                            .at("/verdict/anomalous")
                            .asBoolean())
                    .as("reported images are drawn, too")
                    .isTrue();
        }
    }

    @Test
    void shouldWriteNothingWithoutATopic() {
        try (TopologyTestDriver driver = driver(Topics.DEFAULT, new ReviewSettings(1, 1, 100))) {
            in(driver).pipeInput(KEY, image(100));
            assertThat(driver.producedTopicNames()).doesNotContain("review");
        }
    }

    private static TopologyTestDriver driver(Topics topics, ReviewSettings review) {
        FlowSettings flow = new FlowSettings(
                topics, Flows.UNTIL_COMMIT, Overlap.OFF, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT, review);
        ScoringModel scoring = Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05));
        return new TopologyTestDriver(
                new ScoringTopology(flow, scoring, ScoringObserver.NONE).build(Flows.LIMITS), Flows.properties());
    }

    private static TestInputTopic<byte[], byte[]> in(TopologyTestDriver driver) {
        return driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static TestOutputTopic<byte[], byte[]> out(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static byte[] image(int value) {
        byte[] pixels = new byte[FakeModel.SHAPE.bytes()];
        Arrays.fill(pixels, (byte) value);
        return pixels;
    }
}
