package io.elbowatch.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.RealData;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real images with a real broker and the real model: Fashion-MNIST, on which the model was trained, and MNIST digits,
 * which it has never seen. Half of them are sent raw, half as PNG.
 */
class FashionMnistIT {
    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TERMS = {"reconstructionNll", "floor", "kl", "local"};
    private static final double ALPHA = 0.01;
    private static final int EACH = 400;

    @AutoClose
    private static final TestBroker BROKER = TestBroker.withTopics(2);

    private static List<ConsumerRecord<byte[], byte[]>> out;
    private static String scrape;

    @BeforeAll
    static void scoreEverything() {
        List<byte[]> fashion = images("fashion-mnist/t10k-images-idx3-ubyte.gz");
        List<byte[]> digits = images("mnist/t10k-images-idx3-ubyte.gz");
        Records records = BROKER.records();

        Bundle bundle = Bundle.load(Bundles.FASHION_MNIST);
        Judge judge = bundle.judge(Decider.DEFAULT, ALPHA);
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                Metrics metrics = new Metrics(model.identity(), judge)) {
            TestStream stream = BROKER.stream("fashion")
                    .of(model, bundle.manifest().toPreprocessing())
                    .in(new BatchLimits(32, 1 << 20, Duration.ofMillis(20)))
                    .judgedBy(judge)
                    .seenBy(metrics.observer());
            try (ScoringApplication application = stream.start()) {
                assertThat(application.status().live()).isTrue();
                records.send("images", "fashion", fashion);
                records.send("images", "digits", digits);
                records.send("images", "junk", List.of(new byte[0], new byte[] {1, 2, 3}));
                out = records.readUntil(
                        List.of("scores", "rejected"), Duration.ofSeconds(60), found -> found.size() >= 2 * EACH + 2);
            }
            scrape = metrics.scrape(null).body();
        }
        // After the end no further record may appear.
        out = records.readAll(List.of("scores", "rejected", "anomalies"));
    }

    @Test
    void shouldWriteEveryImageExactlyOnce() {
        Map<String, Integer> times = new HashMap<>();
        of("scores").forEach(record -> {
            JsonNode image = Records.json(record).get("image");
            times.merge(image.get("partition") + "/" + image.get("offset"), 1, Integer::sum);
        });
        assertThat(times)
                .hasSize(2 * EACH)
                .allSatisfy((image, count) -> assertThat(count).isEqualTo(1));
        assertThat(of("rejected"))
                .extracting(record -> Records.header(record, "elbowatch-reason"))
                .containsExactlyInAnyOrder("empty", "unknown_format");
    }

    @Test
    void shouldScoreAsPythonDoes() throws IOException {
        JsonNode reference = JSON.readTree(Path.of("src/test/resources/reference/fashion-mnist-scores.json")
                .toFile());
        assertThat(reference.get("bundleSha256").asText())
                .as("the reference belongs to this bundle; model/reference_scores.py writes it again")
                .isEqualTo(Bundle.load(Bundles.FASHION_MNIST).manifest().model().sha256());
        assertTerms(scored("fashion"), reference.at("/sets/0/terms"));
        assertTerms(scored("digits"), reference.at("/sets/1/terms"));
    }

    /** The binomial 99.9 % band of 400 images at α = 1 % reaches up to 12; most digits are anomalous. */
    @Test
    void shouldRaiseFalseAlarmsAtTheCalibratedRateAndFindTheDigits() {
        assertThat(anomalous("fashion")).isLessThanOrEqualTo(12);
        assertThat(anomalous("digits")).isGreaterThan(EACH / 2);
        assertThat(of("anomalies")).hasSize((int) (anomalous("fashion") + anomalous("digits")));
    }

    @Test
    void shouldCountTheRecordsOfTheTopicsInTheMetrics() {
        assertThat(scrape)
                .contains("elbowatch_images_received_total " + (2 * EACH + 2) + ".0")
                .contains("elbowatch_images_scored_total " + 2 * EACH + ".0")
                .contains("elbowatch_images_rejected_total{reason=\"empty\"} 1.0")
                .contains("elbowatch_image_age_seconds_count " + (2 * EACH + 2));
    }

    private static void assertTerms(List<JsonNode> scores, JsonNode expected) {
        assertThat(scores).hasSize(EACH);
        for (int i = 0; i < EACH; i++) {
            for (int t = 0; t < TERMS.length; t++) {
                double found = scores.get(i).get("terms").get(TERMS[t]).asDouble();
                double wanted = expected.get(i).get(t).asDouble();
                assertThat(Math.abs(found - wanted) / Math.max(Math.abs(wanted), 1e-2))
                        .as("%s of image %d: %s, Python %s", TERMS[t], i, found, wanted)
                        .isLessThanOrEqualTo(1e-3);
            }
        }
    }

    private static long anomalous(String source) {
        return scored(source).stream()
                .filter(score -> score.at("/verdict/anomalous").asBoolean())
                .count();
    }

    /** The scores of one source, in the order of its images. */
    private static List<JsonNode> scored(String source) {
        return of("scores").stream()
                .filter(record -> new String(record.key(), UTF_8).equals(source))
                .map(Records::json)
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> of(String topic) {
        return out.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private static List<byte[]> images(String file) {
        Path path = RealData.file(file);
        assertThat(Files.isReadable(path)).isTrue();
        List<byte[]> images = new ArrayList<>();
        try (Stream<SetImage> set = ImageSet.open(path).images()) {
            set.limit(EACH)
                    .map(SetImage::bytes)
                    .forEach(raw -> images.add(images.size() % 2 == 0 ? raw : ImageEncoder.png(SHAPE, raw)));
        }
        return images;
    }
}
