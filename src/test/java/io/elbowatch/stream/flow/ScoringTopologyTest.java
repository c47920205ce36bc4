package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.access.ImageTimestamp;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Terms;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScoringTopologyTest {
    private static final byte[] KEY = "camera-1".getBytes(UTF_8);
    private static final Topics TOPICS = Topics.DEFAULT;

    private final FakeModel model = new FakeModel();
    private final TopologyTestDriver driver = driver(model);
    private final TestInputTopic<byte[], byte[]> images =
            driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], byte[]> scores = output("scores");
    private final TestOutputTopic<byte[], byte[]> anomalies = output("anomalies");
    private final TestOutputTopic<byte[], byte[]> evidence = output("evidence");
    private final TestOutputTopic<byte[], byte[]> rejected = output("rejected");

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    /** Guards the pre-commit hook: the driver commits after every record, and a batch of 64 is never full here. */
    @Test
    void shouldLetOneImageOutBeforeItsOffsetIsCommitted() {
        images.pipeInput(KEY, image(100));
        assertThat(scores.getQueueSize()).isEqualTo(1);
    }

    @Test
    void shouldKeepKeyTimestampAndForeignHeaders() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", "00-abc".getBytes(UTF_8)).add("content-type", "image/x-raw".getBytes(UTF_8));
        images.pipeInput(new TestRecord<>(KEY, image(100), headers, 1_234L));
        TestRecord<byte[], byte[]> score = scores.readRecord();
        assertThat(score.key()).isEqualTo(KEY);
        assertThat(score.timestamp()).isEqualTo(1_234L);
        assertThat(header(score, "traceparent")).isEqualTo("00-abc");
        assertThat(header(score, "content-type")).isEqualTo("application/json");
        assertThat(score.headers().headers("content-type")).hasSize(1);
    }

    @Test
    void shouldWriteTermsPValuesVerdictModelAndCoordinates() throws Exception {
        images.pipeInput(KEY, image(7), 1_000L);
        images.pipeInput(KEY, image(100), 2_000L);
        scores.readValue();
        JsonNode json = new ObjectMapper().readTree(scores.readValue());
        assertThat(json.at("/schema").asInt()).isEqualTo(1);
        assertThat(json.at("/image/topic").asText()).isEqualTo("images");
        assertThat(json.at("/image/partition").asInt()).isZero();
        assertThat(json.at("/image/offset").asLong()).isEqualTo(1);
        assertThat(json.at("/image/timestamp").asLong()).isEqualTo(2_000);
        assertThat(json.at("/image/source").asText()).isEqualTo("camera-1");
        assertThat(json.at("/model/name").asText()).isEqualTo("fake");
        assertThat(json.at("/model/provider").asText()).isEqualTo("cpu");
        assertThat(json.at("/terms/elboLoss").asDouble()).isEqualTo(101);
        assertThat(json.at("/terms/elbo").asDouble()).isEqualTo(-101);
        assertThat(json.at("/pValues/default").asDouble()).isCloseTo(.5, within(.01));
        assertThat(json.at("/verdict/anomalous").asBoolean()).isFalse();
        assertThat(json.at("/verdict/alpha").asDouble()).isEqualTo(0.05);
    }

    @Test
    void shouldCompareAnImageWithTheImagesOfItsSource() throws Exception {
        Judge judge = Calibrations.grouped(199, 0.05, "camera-1", 50);
        try (TopologyTestDriver grouped = Flows.driver(Flows.scoring(new FakeModel(), judge))) {
            TestInputTopic<byte[], byte[]> in =
                    grouped.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            TestOutputTopic<byte[], byte[]> out =
                    grouped.createOutputTopic("scores", new ByteArrayDeserializer(), new ByteArrayDeserializer());
            in.pipeInput(KEY, image(100));
            in.pipeInput("camera-2".getBytes(UTF_8), image(100));
            in.pipeInput(null, image(100));
            List<String> verdicts = List.of(
                    "{\"anomalous\":true,\"score\":\"default\",\"pValue\":0.0196078431,\"alpha\":0.05,"
                            + "\"calibration\":{\"group\":\"camera-1\",\"images\":50}}",
                    "{\"anomalous\":false,\"score\":\"default\",\"pValue\":0.505,\"alpha\":0.05,"
                            + "\"calibration\":{\"images\":199}}");
            for (String verdict : List.of(verdicts.get(0), verdicts.get(1), verdicts.get(1))) {
                assertThat(new ObjectMapper()
                                .readTree(out.readValue())
                                .get("verdict")
                                .toString())
                        .isEqualTo(verdict);
            }
        }
    }

    /** The provider changes when a device is lost. */
    @Test
    void shouldNameTheProviderThatScoredTheImage() throws Exception {
        model.on("webgpu");
        images.pipeInput(KEY, image(250));
        model.on("cpu");
        images.pipeInput(KEY, image(250));
        for (TestOutputTopic<byte[], byte[]> topic : List.of(scores, anomalies)) {
            for (String provider : List.of("webgpu", "cpu")) {
                assertThat(new ObjectMapper()
                                .readTree(topic.readValue())
                                .at("/model/provider")
                                .asText())
                        .isEqualTo(provider);
            }
        }
    }

    @Test
    void shouldSendOnlyAnomalousImagesToAnomalies() {
        images.pipeInput(KEY, image(100));
        images.pipeInput(KEY, image(250));
        assertThat(scores.getQueueSize()).isEqualTo(2);
        assertThat(anomalies.getQueueSize()).isEqualTo(1);
    }

    @Test
    void shouldSayWhyAndWhereAnImageIsAnomalous() throws Exception {
        images.pipeInput(KEY, image(250), 2_000L);
        JsonNode json = new ObjectMapper().readTree(anomalies.readValue());
        assertThat(json.at("/verdict/anomalous").asBoolean()).isTrue();
        assertThat(json.at("/reasons").findValuesAsText("score")).contains("local", "density");
        assertThat(json.at("/reasons/0/side").asText()).isEqualTo("high");
        assertThat(json.at("/reasons/0/value").asDouble())
                .isGreaterThan(json.at("/reasons/0/limit").asDouble());
        assertThat(json.at("/evidence/limit").asDouble()).isPositive();
        assertThat(json.at("/evidence/latents")).hasSize(2);
    }

    @Test
    void shouldPictureAnAnomalousImageUnderItsKeyAndCoordinates() throws Exception {
        images.pipeInput(KEY, image(100));
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", "00-abc".getBytes(UTF_8)).add("content-type", "image/x-raw".getBytes(UTF_8));
        images.pipeInput(new TestRecord<>(KEY, image(250), headers, 5_000L));
        TestRecord<byte[], byte[]> record = evidence.readRecord();
        assertThat(evidence.isEmpty()).isTrue();
        assertThat(record.key()).isEqualTo(KEY);
        assertThat(record.timestamp()).isEqualTo(5_000L);
        assertThat(header(record, "content-type")).isEqualTo("image/png");
        assertThat(header(record, "traceparent")).isEqualTo("00-abc");
        assertThat(header(record, "elbowatch-topic")).isEqualTo("images");
        assertThat(header(record, "elbowatch-partition")).isEqualTo("0");
        assertThat(header(record, "elbowatch-offset")).isEqualTo("1");
        assertThat(header(record, "elbowatch-timestamp")).isEqualTo("5000");
        assertThat(header(record, "elbowatch-model")).isEqualTo("fake");
        assertThat(header(record, "elbowatch-model-version")).isEqualTo("1.0.0");
        assertThat(ImageIO.read(new ByteArrayInputStream(record.value())).getHeight())
                .isEqualTo(128);
    }

    @Test
    void shouldInspectNormalImagesOnlyForTheDrift() {
        for (int i = 0; i < 50; i++) {
            images.pipeInput(KEY, image(100));
        }
        assertThat(model.inspected()).containsOnly(1).hasSizeLessThan(50); // LatentSampleTest says how many
    }

    /** A categorical latent has nothing to inspect for the drift; its anomalies are explained as any other. */
    @Test
    void shouldInspectNoNormalImageWithoutAGaussianLatent() throws Exception {
        FakeModel places = new FakeModel().ofPlaces();
        try (TopologyTestDriver other = driver(places)) {
            TestInputTopic<byte[], byte[]> in =
                    other.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            in.pipeInput(KEY, image(100));
            assertThat(places.inspected()).isEmpty();
            in.pipeInput(KEY, image(250));
            JsonNode json = new ObjectMapper()
                    .readTree(other.createOutputTopic(
                                    "anomalies", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                            .readValue());
            assertThat(json.at("/evidence/latents")).isEmpty();
            assertThat(json.at("/evidence/cell/width").asInt()).isEqualTo(2);
            assertThat(json.at("/evidence/places/0/height").asInt()).isEqualTo(1);
        }
    }

    /** At most: on a slow machine pictures of all sources together are fewer. */
    @Test
    void shouldPictureNoMoreOfASourceThanItMay() {
        for (int i = 0; i < 40; i++) {
            images.pipeInput(KEY, image(250));
        }
        assertThat(anomalies.getQueueSize()).isEqualTo(40);
        assertThat(evidence.getQueueSize()).isBetween(1L, 30L);
    }

    @Test
    void shouldReportAnAnomalyWithoutAPictureWhereTheModelFailsAtTheSecondLook() throws Exception {
        model.failingToInspect();
        images.pipeInput(KEY, image(250));
        assertThat(evidence.isEmpty()).isTrue();
        JsonNode json = new ObjectMapper().readTree(anomalies.readValue());
        assertThat(json.at("/reasons").isEmpty()).isFalse();
        assertThat(json.at("/evidence").isMissingNode()).isTrue();
        assertThat(scores.getQueueSize()).isEqualTo(1);
    }

    @Test
    void shouldRejectByteForByteWithReasonAndCoordinates() {
        byte[] junk = "no image".getBytes(UTF_8);
        RecordHeaders headers = new RecordHeaders();
        headers.add("camera", "left".getBytes(UTF_8));
        images.pipeInput(KEY, image(100));
        images.pipeInput(new TestRecord<>(KEY, junk, headers, 5_000L));
        TestRecord<byte[], byte[]> record = rejected.readRecord();
        assertThat(record.key()).isEqualTo(KEY);
        assertThat(record.value()).isEqualTo(junk);
        assertThat(record.timestamp()).isEqualTo(5_000L);
        assertThat(header(record, "camera")).isEqualTo("left");
        assertThat(header(record, "elbowatch-reason")).isEqualTo("unknown_format");
        assertThat(header(record, "elbowatch-detail")).isNotBlank();
        assertThat(header(record, "elbowatch-topic")).isEqualTo("images");
        assertThat(header(record, "elbowatch-partition")).isEqualTo("0");
        assertThat(header(record, "elbowatch-offset")).isEqualTo("1");
        assertThat(header(record, "elbowatch-timestamp")).isEqualTo("5000");
    }

    @Test
    void shouldRejectNullAndEmptyValuesAndGoOn() {
        images.pipeInput(KEY, (byte[]) null);
        images.pipeInput(KEY, new byte[0]);
        images.pipeInput(KEY, image(100));
        assertThat(header(rejected.readRecord(), "elbowatch-reason")).isEqualTo("null_value");
        assertThat(header(rejected.readRecord(), "elbowatch-reason")).isEqualTo("empty");
        assertThat(scores.getQueueSize()).isEqualTo(1);
    }

    @Test
    void shouldRejectAnImageOnWhichTheModelFailsAsItCame() {
        model.failingOn(image -> image[0] == 66);
        images.pipeInput(KEY, image(66));
        images.pipeInput(KEY, image(67));
        TestRecord<byte[], byte[]> record = rejected.readRecord();
        assertThat(record.value()).isEqualTo(image(66));
        assertThat(header(record, "elbowatch-reason")).isEqualTo("model_failed");
        assertThat(header(record, "elbowatch-offset")).isEqualTo("0");
        assertThat(scores.getQueueSize()).isEqualTo(1);
    }

    @Test
    void shouldRejectAScoreThatIsNotFinite() {
        FakeModel notANumber = new FakeModel(image -> Terms.of(Float.NaN, 0, 0, 0, 0));
        try (TopologyTestDriver own = driver(notANumber)) {
            own.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(KEY, image(1));
            var out = own.createOutputTopic("rejected", new ByteArrayDeserializer(), new ByteArrayDeserializer());
            assertThat(header(out.readRecord(), "elbowatch-reason")).isEqualTo("non_finite");
        }
    }

    @Test
    void shouldStopInsteadOfLosingWhenTheModelItselfIsBroken() {
        model.failingOn(image -> true);
        assertThatThrownBy(() -> images.pipeInput(KEY, image(1))).hasStackTraceContaining("blank image");
        assertThat(scores.isEmpty()).isTrue();
        assertThat(rejected.isEmpty()).isTrue();
    }

    @Test
    void shouldReplaceHeadersOfAnEarlierRejection() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("elbowatch-reason", "empty".getBytes(UTF_8));
        images.pipeInput(new TestRecord<>(KEY, new byte[] {1}, headers, 0L));
        TestRecord<byte[], byte[]> record = rejected.readRecord();
        assertThat(record.headers().headers("elbowatch-reason")).hasSize(1);
        assertThat(header(record, "elbowatch-reason")).isEqualTo("unknown_format");
    }

    @Test
    void shouldKeepTheCoordinatesOfAnImageThatDoesNotFitTheRejectedTopic() {
        byte[] junk = new byte[(1 << 20) - 300];
        images.pipeInput(KEY, junk);
        TestRecord<byte[], byte[]> record = rejected.readRecord();
        assertThat(record.value()).isNull();
        assertThat(header(record, "elbowatch-value-left-out")).isEqualTo(Integer.toString(junk.length));
        assertThat(header(record, "elbowatch-reason")).isEqualTo("unknown_format");
        assertThat(header(record, "elbowatch-offset")).isEqualTo("0");
    }

    @Test
    void shouldRejectAKeyThatIsTooLargeToBeSentOn() {
        images.pipeInput(new byte[100_000], image(100));
        assertThat(header(rejected.readRecord(), "elbowatch-reason")).isEqualTo("key_too_large");
        assertThat(scores.isEmpty()).isTrue();
    }

    @Test
    void shouldShortenASourceThatIsLong() throws Exception {
        images.pipeInput("\uD83D\uDCF7".repeat(1_000).getBytes(UTF_8), image(100));
        String source = new ObjectMapper()
                .readTree(scores.readValue())
                .at("/image/source")
                .asText();
        assertThat(source).hasSize(257).endsWith("…");
    }

    @Test
    void shouldScoreAnImageWithoutATimestamp() {
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>("images", 0, 0, null, null); // timestamp −1
        assertThat(new ImageTimestamp().extract(record, 1_234)).isEqualTo(1_234);
        assertThat(new ImageTimestamp().extract(record, -1)).isZero();
    }

    @Test
    void shouldOmitASourceThatIsNoText() throws Exception {
        images.pipeInput(new byte[] {(byte) 0xFF, 0}, image(100));
        assertThat(new ObjectMapper()
                        .readTree(scores.readValue())
                        .at("/image/source")
                        .isMissingNode())
                .isTrue();
    }

    private static TopologyTestDriver driver(FakeModel model) {
        Judge judge = Calibrations.judge(199, 0.05);
        return new TopologyTestDriver(Flows.topology(TOPICS, Flows.scoring(model, judge)), Flows.properties());
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static byte[] image(int pixel) {
        return new byte[] {(byte) pixel, (byte) pixel, (byte) pixel, (byte) pixel};
    }
}
