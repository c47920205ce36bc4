package io.elbowatch.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.onnx.LosableDevices;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A device is lost while a stream runs on it: no image is lost or scored wrongly, and no thread is restarted in vain.
 */
class LostDeviceIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> OUT = List.of("scores", "rejected");
    private static final int HALF = 100;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    private final Records records = broker.records();
    private final Bundle bundle = Bundle.load(Bundles.FASHION_MNIST);
    private final LosableDevices devices = new LosableDevices(bundle.model());
    private final Judge judge = bundle.judge();
    private final List<byte[]> images = images();

    private CurrentPlan plan(OnnxModel model) {
        return CurrentPlan.ofOne(ServedModel.of(model, bundle.manifest().toPreprocessing(), judge));
    }

    @Test
    void shouldContinueOnTheCpuOnAuto() throws Exception {
        try (OnnxModel model = devices.auto();
                Metrics metrics = new Metrics(model::identity, model.requestedProvider(), plan(model), 10, false);
                ScoringApplication application = start(model, metrics)) {
            scoreTheFirstHalf();
            devices.lose();
            records.send("images", "camera", images.subList(HALF, 2 * HALF));
            records.readUntil(OUT, TIMEOUT, found -> found.size() >= 2 * HALF);

            assertThat(application.endedBy()).isEmpty();
            assertThat(metrics.scrape(null).body())
                    .contains("elbowatch_provider_info{requested=\"webgpu\",running=\"cpu\"} 1")
                    .doesNotContain("running=\"webgpu\"");
        }
        assertEveryImageOnceAsOnTheCpu(records.readAll(OUT), Map.of(0, "webgpu", 2 * HALF - 1, "cpu"));
    }

    @Test
    void shouldEndTheStreamAtOnceIfTheProviderWasNamedAndLeaveTheRestToAnother() throws Exception {
        try (OnnxModel model = devices.named(1);
                Metrics metrics = new Metrics(model.identity(), judge);
                ScoringApplication application = start(model, metrics)) {
            scoreTheFirstHalf();
            devices.lose();
            int runs = devices.runs().size();
            records.send("images", "camera", images.subList(HALF, 2 * HALF));

            await().atMost(TIMEOUT).until(() -> application.endedBy().isPresent());
            Optional<Refusal> end = application.endedBy();
            assertThat(end)
                    .hasValueSatisfying(
                            refusal -> assertThat(refusal).hasMessageContainingAll("device-0", "told to fail"));
            // The batch and the blank image: nothing was retried.
            assertThat(devices.runs()).hasSize(runs + 2);
        }
        try (OnnxModel another = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                Metrics metrics = new Metrics(another.identity(), judge);
                ScoringApplication application = start(another, metrics)) {
            records.readUntil(OUT, TIMEOUT, found -> found.size() >= 2 * HALF);
            assertThat(application.endedBy()).isEmpty();
        }
        assertEveryImageOnceAsOnTheCpu(
                records.readAll(OUT), Map.of(0, "webgpu", HALF - 1, "webgpu", HALF, "cpu", 2 * HALF - 1, "cpu"));
    }

    private void scoreTheFirstHalf() {
        records.send("images", "camera", images.subList(0, HALF));
        assertThat(records.readUntil(OUT, TIMEOUT, found -> found.size() >= HALF))
                .hasSize(HALF);
    }

    private void assertEveryImageOnceAsOnTheCpu(
            List<ConsumerRecord<byte[], byte[]>> out, Map<Integer, String> providers) {
        assertThat(out).hasSize(2 * HALF);
        List<ElboTerms> expected;
        try (OnnxModel cpu = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = cpu.newScorer()) {
            expected = scorer.score(images);
        }
        for (int i = 0; i < out.size(); i++) {
            assertThat(out.get(i).topic()).isEqualTo("scores");
            JsonNode score = Records.json(out.get(i));
            assertThat(score.at("/image/offset").asInt()).isEqualTo(i);
            assertThat((float) score.at("/terms/kl").asDouble())
                    .isEqualTo(expected.get(i).kl());
            if (providers.containsKey(i)) {
                assertThat(score.at("/model/provider").asText()).isEqualTo(providers.get(i));
            }
        }
    }

    private ScoringApplication start(OnnxModel model, Metrics metrics) {
        return broker.stream("lost-device")
                .of(model, bundle.manifest().toPreprocessing())
                .in(new BatchLimits(32, 1 << 20, Duration.ofMillis(20)))
                .judgedBy(judge)
                .replacingThreads(new RestartLimits(5, Duration.ofMinutes(5)))
                .seenBy(metrics.observer())
                .start();
    }

    private List<byte[]> images() {
        RandomImages random = new RandomImages(bundle.manifest().toForm().image(), 1, 2 * HALF);
        return IntStream.range(0, 2 * HALF).mapToObj(random::pixels).toList();
    }
}
