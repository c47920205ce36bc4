package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.stream.batch.BatchWork.Waiting;
import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.trace.ImageTrace;
import io.elbowatch.stream.trace.Tracing;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeBundles;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Images of several bundles in one flow, whose plan changes. */
class RoutedTopologyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeBundles bundles = new FakeBundles();
    private final CurrentPlan plan = CurrentPlan.ofOne(
            "start", OpenedBundle.of(Flows.named("start", new FakeModel(), Calibrations.judge(999, 0.01))), bundles);
    private final List<ShadowImage> shadowed = new ArrayList<>();
    private final TopologyTestDriver driver = new TopologyTestDriver(
            new ScoringTopology(
                            Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT),
                            Flows.scoring(plan).withShadow(shadowed::add),
                            ScoringObserver.NONE)
                    .build(Flows.LIMITS),
            Flows.properties());
    private final TestInputTopic<byte[], byte[]> images =
            driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], byte[]> scores = output("scores");
    private final TestOutputTopic<byte[], byte[]> rejected = output("rejected");
    private final TestOutputTopic<byte[], byte[]> evidence = output("evidence");
    private long offset;

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void shouldScoreEveryImageByTheBundleInItsStampWhateverChanges() throws IOException {
        Random random = new Random(18);
        Map<String, String> places = new HashMap<>(); // by settings offset and bundle
        places.put("-1/start", "0");
        Map<String, Long> lastImage = new HashMap<>();
        long lastSettings = -1;
        long sent = 0;
        for (int step = 0; step < 300; step++) {
            if (random.nextInt(6) == 0) {
                String a = Integer.toString(random.nextInt(5));
                String b = random.nextInt(8) == 0 ? "broken" : Integer.toString(5 + random.nextInt(5));
                publish(a, b);
                if (!b.equals("broken")) {
                    places.put(offset + "/a", a);
                    places.put(offset + "/b", b);
                }
            }
            String key = "k" + random.nextInt(4);
            byte[] image = image(random.nextInt(256));
            images.pipeInput(key.getBytes(UTF_8), image);
            sent++;
            JsonNode score = JSON.readTree(scores.readValue());
            long settings = score.at("/verdict/settingsOffset").asLong(-1);
            String at = places.get(settings + "/" + score.get("bundle").asText());
            assertThat(score.at("/terms/local").floatValue()).isCloseTo(FakeBundles.local(at, image), within(1e-3f));
            assertThat(settings).isGreaterThanOrEqualTo(lastSettings);
            lastSettings = settings;
            long imageOffset = score.at("/image/offset").asLong();
            assertThat(imageOffset).isGreaterThan(lastImage.getOrDefault(key, -1L));
            lastImage.put(key, imageOffset);
        }
        assertThat(lastImage.values()).contains(sent - 1);
        assertThat(rejected.isEmpty()).isTrue();
    }

    @Test
    void shouldRejectWhatHasNoModel() {
        take("{\"schema\":2,\"routes\":[{\"keyGlob\":\"cam-*\",\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"at\":\"1\"}}}");
        images.pipeInput("other".getBytes(UTF_8), image(1));
        images.pipeInput(new byte[] {(byte) 0xFF}, image(1));
        images.pipeInput(named("gone"));
        images.pipeInput("cam-1".getBytes(UTF_8), image(1));
        assertThat(scores.getQueueSize()).isEqualTo(1);
        assertThat(rejected.readRecordsToList())
                .extracting(record -> new String(
                        record.headers().lastHeader("elbowatch-reason").value(), UTF_8))
                .containsExactly("no_model", "no_model", "no_model");
    }

    @Test
    void shouldLetAHeaderWin() throws IOException {
        publish("1", "6");
        images.pipeInput("k0".getBytes(UTF_8), image(1));
        images.pipeInput(named("b"));
        assertThat(JSON.readTree(scores.readValue()).get("bundle").asText()).isEqualTo("a");
        assertThat(JSON.readTree(scores.readValue()).get("bundle").asText()).isEqualTo("b");
    }

    @Test
    void shouldOfferWhatHasAShadowToIt() {
        take(
                "{\"schema\":2,\"routes\":[{\"key\":\"k0\",\"bundle\":\"a\",\"shadow\":\"b\"},{\"any\":true,\"bundle\":\"a\"}],"
                        + "\"bundles\":{\"a\":{\"at\":\"1\"},\"b\":{\"at\":\"2\"}}}");
        byte[] image = image(9);
        images.pipeInput("k0".getBytes(UTF_8), image);
        images.pipeInput("k1".getBytes(UTF_8), image);
        assertThat(shadowed).hasSize(1);
        assertThat(shadowed.get(0).shadow().bundle()).isEqualTo("b");
        assertThat(shadowed.get(0).deciding().bundle()).isEqualTo("a");
        assertThat(shadowed.get(0).value()).isEqualTo(image);
    }

    @Test
    void shouldNameTheBundleOfAPicture() {
        take("{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"at\":\"2000\"}}}");
        images.pipeInput("k0".getBytes(UTF_8), image(9));
        assertThat(new String(
                        evidence.readRecord()
                                .headers()
                                .lastHeader("elbowatch-bundle")
                                .value(),
                        UTF_8))
                .isEqualTo("a");
    }

    /** Two models at random in one batch: each is run once, and results leave in the order of the images. */
    @Test
    void shouldRunEachModelOnceForABatch() {
        FakeModel one = new FakeModel();
        FakeModel other = new FakeModel();
        ServedModel first = Flows.named("one", one, Calibrations.judge(999, 0.01));
        ServedModel second = Flows.named("other", other, Calibrations.judge(999, 0.01));
        CurrentPlan both = CurrentPlan.ofOne(first);
        ScoreWork work = new ScoreWork(
                new PerModel<>(both, model -> new IsolatingScorer(model.newScorer(), FakeModel.SHAPE)),
                new RejectedRecord(1 << 20),
                NodeNames.REJECTED,
                ScoringObserver.NONE,
                Tracing.NONE);
        List<Waiting<DecodedImage>> batch = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] pixels = image(i);
            batch.add(new Waiting<>(
                    new Record<>(
                            null,
                            new DecodedImage(
                                    new Record<>(null, pixels, i),
                                    new Arrival.Image(pixels, null, null, i, java.util.Optional.empty()),
                                    pixels,
                                    io.elbowatch.core.image.Original.same(FakeModel.SHAPE),
                                    Assignment.of(
                                            i % 3 == 0 ? second : first,
                                            java.util.Optional.empty(),
                                            java.util.OptionalLong.empty()),
                                    ImageTrace.NONE),
                            i),
                    null));
        }
        var leaving = work.apply(batch, io.elbowatch.stream.batch.FlushReason.COUNT);
        assertThat(one.batches()).containsExactly(6);
        assertThat(other.batches()).containsExactly(4);
        assertThat(leaving)
                .extracting(out -> out.record().timestamp())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    private static TestRecord<byte[], byte[]> named(String bundle) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("elbowatch-bundle", bundle.getBytes(UTF_8));
        return new TestRecord<>("k0".getBytes(UTF_8), image(1), headers, 1_000L);
    }

    /** Keys k0 and k1 get a, the rest b. */
    private void publish(String a, String b) {
        take("{\"schema\":2,\"routes\":[{\"keyRegex\":\"k[01]\",\"bundle\":\"a\"},{\"any\":true,\"bundle\":\"b\"}],"
                + "\"bundles\":{\"a\":{\"at\":\"" + a + "\"},\"b\":{\"at\":\"" + b + "\"}}}");
    }

    private void take(String json) {
        plan.take(++offset, "models".getBytes(UTF_8), json.getBytes(UTF_8));
    }

    private static byte[] image(int pixel) {
        return new byte[] {(byte) pixel, 1, 2, 3};
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
