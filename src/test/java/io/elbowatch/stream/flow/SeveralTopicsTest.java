package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Two input topics with the same keys, as the topology scores and tracks them. */
class SeveralTopicsTest {
    private static final Topics TOPICS = Topics.DEFAULT.withInputs(List.of("images", "line-2"));
    private static final int BAD = 250;

    @Test
    void shouldStampEveryOutputWithTheTopicOfItsImage() throws IOException {
        try (TopologyTestDriver driver = new TopologyTestDriver(
                Flows.topology(TOPICS, Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05))),
                Flows.properties())) {
            for (String topic : List.of("images", "line-2", "line-2")) {
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                        .pipeInput("camera-1".getBytes(UTF_8), new byte[] {100, 100, 100, 100});
            }
            driver.createInputTopic("line-2", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput("camera-1".getBytes(UTF_8), new byte[] {1});

            assertThat(records(driver, "scores"))
                    .extracting(score -> origin(score))
                    .containsExactly("images-0-0", "line-2-0-0", "line-2-0-1");
            assertThat(records(driver, "rejected"))
                    .extracting(record -> new String(
                            record.headers().lastHeader("elbowatch-topic").value(), UTF_8))
                    .containsExactly("line-2");
        }
    }

    @Test
    void shouldTrackEqualKeysOfTwoTopicsAsTwoSources() {
        AtomicInteger tracked = new AtomicInteger();
        ScoringObserver observer = new ScoringObserver() {
            @Override
            public void tracking(int more) {
                tracked.addAndGet(more);
            }
        };
        try (CameraLine line = new CameraLine(CameraLine.START, IncidentSettings.DEFAULT, observer, TOPICS)) {
            line.images("camera-1", CameraLine.NORMAL, 5).into("line-2").images("camera-1", CameraLine.NORMAL, 5);
            assertThat(tracked).hasValue(2);

            line.images("camera-1", BAD, 12);
            List<TestRecord<byte[], byte[]>> incidents = line.incidents();
            assertThat(incidents)
                    .extracting(record -> new String(record.key(), UTF_8))
                    .containsExactly("camera-1");
            JsonNode opened = CameraLine.json(incidents.get(0));
            assertThat(opened.at("/id").asText()).isEqualTo("line-2-0-5-anomalies");
            assertThat(opened.at("/source").asText()).isEqualTo("camera-1");
            assertThat(opened.at("/worst/topic").asText()).isEqualTo("line-2");

            line.into("images").images("camera-1", CameraLine.NORMAL, 400);
            assertThat(line.told()).isEmpty();
            line.into("line-2").images("camera-1", CameraLine.NORMAL, 400);
            assertThat(line.told()).containsExactly("closed line-2-0-5-anomalies");
        }
    }

    private static List<TestRecord<byte[], byte[]>> records(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static String origin(TestRecord<byte[], byte[]> score) {
        try {
            JsonNode image = new ObjectMapper().readTree(score.value()).path("image");
            return image.path("topic").asText() + "-" + image.path("partition") + "-" + image.path("offset");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
