package io.elbowatch.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.RealData;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.WebGpu;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The program with a library that has WebGPU, started as by a user. The device is whatever Vulkan finds, usually a
 * software device. So this tests scores, records, metrics and refusals, but not speed.
 */
class WebGpuIT {
    private static final Logger LOG = LoggerFactory.getLogger(WebGpuIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final List<String> CAMERAS = List.of("camera-1", "camera-2");
    private static final int EACH = 150;
    private static final int IMAGES = 2 * EACH;
    private static final double ALPHA = 0.05;
    private static final int SIGTERM = 128 + 15;

    /** Relative, or in nats below one nat; docs/gpu.md has the largest difference measured. */
    private static final double TOLERANCE = 1e-5;
    /** Four ranks among the calibration images: the verdict on an image at least this far from alpha is the same. */
    private static final double P_TOLERANCE = 4e-4;

    @TempDir
    private Path folder;

    @BeforeEach
    void require() {
        WebGpu.require();
    }

    @Test
    void shouldScoreAStreamAsTheCpuDoesAndReportTheProvider() throws Exception {
        List<byte[]> images = images();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(
                    Map.of("images", 2, "scores", 1, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
            Records records = new Records(broker.bootstrapServers());
            try (Program elbowatch = WebGpu.elbowatch(
                    folder.resolve("elbowatch.log"),
                    "run",
                    "--provider",
                    "webgpu",
                    "--bundle",
                    Bundles.FASHION_MNIST.toString(),
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--threads",
                    "2",
                    "--alpha",
                    Double.toString(ALPHA),
                    "--http-port",
                    "0",
                    // On a software device an inspection takes a third of a second.
                    "--evidence-per-minute",
                    "2",
                    "--set",
                    "kafka.transaction.timeout.ms=60000")) {
                // Two threads, which share the device.
                for (int camera = 0; camera < CAMERAS.size(); camera++) {
                    records.send("images", CAMERAS.get(camera), images.subList(camera * EACH, (camera + 1) * EACH));
                }
                List<ConsumerRecord<byte[], byte[]>> scores =
                        records.readUntil(List.of("scores"), TIMEOUT, found -> found.size() >= IMAGES);

                assertThat(scores).as(elbowatch::output).hasSize(IMAGES);
                assertAsOnTheCpu(images, scores.stream().map(WebGpuIT::json).toList());
                assertThat(elbowatch.output())
                        .contains("provider ready device=webgpu batch_sizes=[1, 8, 16, 32, 64]")
                        .contains("model loaded name=fashion-mnist", "provider=webgpu");
                String url = elbowatch.output().replaceAll("(?s).* url=(\\S+).*", "$1");
                assertThat(get(url + "metrics"))
                        .contains("elbowatch_provider_info{requested=\"webgpu\",running=\"webgpu\"} 1")
                        .containsPattern("elbowatch_model_info\\{.*provider=\"webgpu\"");
                assertThat(get(url + "health/ready")).contains("\"UP\"", "\"provider\":\"webgpu\"");
                elbowatch.terminate();
                assertThat(elbowatch.awaitExit(TIMEOUT)).as(elbowatch::output).isEqualTo(SIGTERM);
            }
            assertThat(records.readAll(List.of("scores", "rejected"))).hasSize(IMAGES);
        }
    }

    /** This bundle is convolutional, the first is not. */
    @Test
    void shouldFindAConvolutionalBundleValid() {
        Ended check = check("webgpu", Bundles.ADOPTED);
        assertThat(check.output()).contains("valid").containsPattern("provider +webgpu");
        assertThat(check.output())
                .containsPattern(
                        "nodes +\\d on CPUExecutionProvider .*ConstantOfShape.*, 1\\d\\d on WebGpuExecutionProvider");
        assertThat(check.code()).isZero();
    }

    /** A software device must not be chosen; a GPU with its vendor's driver may be. */
    @Test
    void shouldUseWebGpuOnAutoUnlessTheCpuIsFaster() {
        Ended check = check("auto", Bundles.ADOPTED);
        boolean slower =
                check.output().contains("provider fallback from=webgpu reason=\"slower than the CPU: 64 images");
        assertThat(check.output())
                .contains("provider ready device=webgpu")
                .containsPattern("provider +" + (slower ? "cpu" : "webgpu"));
        assertThat(check.code()).isZero();
    }

    @Test
    void shouldRefuseWebGpuWithoutADeviceAndFallBackOnAuto() {
        try (Program program = WebGpu.elbowatchWithoutDevice(
                folder.resolve("refused.log"),
                "check",
                "--provider",
                "webgpu",
                "--bundle",
                Bundles.ADOPTED.toString())) {
            assertThat(program.awaitExit(TIMEOUT)).isEqualTo(1);
            assertThat(program.output()).contains("provider webgpu does not work: Failed to get a WebGPU adapter");
        }
        try (Program program = WebGpu.elbowatchWithoutDevice(
                folder.resolve("auto.log"), "check", "--provider", "auto", "--bundle", Bundles.ADOPTED.toString())) {
            assertThat(program.awaitExit(TIMEOUT)).isZero();
            assertThat(program.output())
                    .contains("provider fallback from=webgpu reason=\"Failed to get a WebGPU adapter")
                    .containsPattern("provider +cpu");
        }
    }

    private record Ended(int code, String output) {}

    private Ended check(String provider, Path bundle) {
        try (Program program = WebGpu.elbowatch(
                folder.resolve("check.log"),
                "check",
                "--provider",
                provider,
                "--bundle",
                bundle.toString(),
                "--random-images",
                "32")) {
            return new Ended(program.awaitExit(TIMEOUT), program.output());
        }
    }

    private static void assertAsOnTheCpu(List<byte[]> images, List<JsonNode> scores) {
        Bundle bundle = Bundle.load(Bundles.FASHION_MNIST);
        Judge judge = bundle.judge(Decider.DEFAULT, ALPHA);
        List<ElboTerms> expected;
        try (OnnxModel cpu = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = cpu.newScorer()) {
            expected = scorer.score(images);
        }
        double worst = 0;
        double worstP = 0;
        int anomalous = 0;
        int[] seen = new int[CAMERAS.size()];
        for (JsonNode score : scores) {
            assertThat(score.at("/model/provider").asText()).isEqualTo("webgpu");
            int camera = CAMERAS.indexOf(score.at("/image/source").asText());
            ElboTerms terms = expected.get(camera * EACH + seen[camera]++); // The images of each camera stay in order.
            worst = Math.max(worst, difference(score.at("/terms/reconstructionNll"), terms.reconstructionNll()));
            worst = Math.max(worst, difference(score.at("/terms/floor"), terms.floor()));
            worst = Math.max(worst, difference(score.at("/terms/kl"), terms.kl()));
            worst = Math.max(worst, difference(score.at("/terms/local"), terms.local()));
            Verdict verdict = judge.judge(terms);
            double p = score.at("/verdict/pValue").asDouble();
            worstP = Math.max(worstP, Math.abs(p - verdict.pValue()));
            if (Math.abs(verdict.pValue() - ALPHA) > P_TOLERANCE) {
                assertThat(score.at("/verdict/anomalous").asBoolean()).isEqualTo(verdict.anomalous());
            }
            anomalous += verdict.anomalous() ? 1 : 0;
        }
        LOG.info(
                "webgpu against cpu images={} anomalous={} worst={} worst_p={}",
                scores.size(),
                anomalous,
                worst,
                worstP);
        assertThat(worst).isLessThan(TOLERANCE);
        assertThat(worstP).isCloseTo(0, within(P_TOLERANCE));
        assertThat(anomalous).as("both verdicts occur").isBetween(1, IMAGES - 1);
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static double difference(JsonNode found, double expected) {
        return Math.abs(found.asDouble() - expected) / Math.max(1, Math.abs(expected));
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<byte[]> images() {
        Path file = RealData.file("fashion-mnist/t10k-images-idx3-ubyte.gz");
        try (Stream<SetImage> images = ImageSet.open(file).images()) {
            return images.limit(IMAGES).map(SetImage::bytes).toList();
        }
    }
}
