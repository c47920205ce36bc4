package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.evolution.EarlierConsumer;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Terms;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A consumer written for the released schema 1 reads the current outputs. */
class EarlierConsumerTest {
    private static final byte[] KEY = "camera-1".getBytes(UTF_8);
    private static final double BETA = 2;
    private static final int BAD = 255;
    private static final int BAD_IMAGES = 60;
    private static final int GOOD_IMAGES = 400;

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatIsWrittenNow(Decider decider) throws IOException {
        try (TopologyTestDriver driver = driver(decider)) {
            TestInputTopic<byte[], byte[]> images =
                    driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            images.pipeInput(KEY, new byte[] {1, 2, 3}, 1_000);
            for (int i = 0; i < BAD_IMAGES + GOOD_IMAGES; i++) {
                byte pixel = (byte) (i < BAD_IMAGES ? BAD : 1 + 37 * i % 199);
                images.pipeInput(KEY, new byte[] {pixel, pixel, pixel, pixel}, 2_000 + i);
            }

            List<TestRecord<byte[], byte[]>> scores = read(driver, "scores");
            assertThat(scores).hasSize(BAD_IMAGES + GOOD_IMAGES);
            for (TestRecord<byte[], byte[]> score : scores) {
                EarlierConsumer.score(score.value(), BETA);
            }
            List<TestRecord<byte[], byte[]>> anomalies = read(driver, "anomalies");
            assertThat(anomalies).isNotEmpty();
            for (TestRecord<byte[], byte[]> anomaly : anomalies) {
                EarlierConsumer.anomaly(anomaly.value(), BETA);
            }
            List<TestRecord<byte[], byte[]>> incidents = read(driver, "incidents");
            assertThat(incidents).hasSizeGreaterThanOrEqualTo(2);
            for (TestRecord<byte[], byte[]> incident : incidents) {
                EarlierConsumer.incident(incident.value());
            }
            EarlierConsumer.rejected(headers(read(driver, "rejected").get(0)));
        }
    }

    private static List<TestRecord<byte[], byte[]>> read(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    private static TopologyTestDriver driver(Decider decider) {
        Judge judge = new Judge(Calibrations.upTo(199), BETA, decider, 0.05);
        return Flows.driver(Flows.scoring(new FakeModel(EarlierConsumerTest::terms), judge));
    }

    /** Terms that each decider finds bad for the image BAD, and no worse than calibration images for all others. */
    private static ElboTerms terms(byte[] image) {
        int pixel = image[0] & 0xFF;
        float level = pixel == BAD ? 5_000 : pixel;
        return Terms.of(level / 2, 0, level / 4, level, level);
    }
}
