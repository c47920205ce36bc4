package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BundleTest {
    private static final ProviderChoice CPU = ProviderChoice.parse("cpu");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyABundle() throws IOException {
        try (Stream<Path> files = Files.list(Bundles.BOARDS)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldOpenOnTheCpu() {
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU)) {
            assertThat(model.identity().provider()).isEqualTo("cpu");
        }
    }

    @Test
    void shouldScoreImagesIndependentlyOfTheirBatch() {
        List<byte[]> images = randomImages(7);
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU);
                ImageScorer scorer = model.newScorer()) {
            List<ElboTerms> together = scorer.score(images);
            for (int i = 0; i < images.size(); i++) {
                assertThat(scorer.score(images.subList(i, i + 1))).containsExactly(together.get(i));
            }
        }
    }

    @Test
    void shouldReadTheRoundingOfAnAdoptedModel() throws IOException {
        assertThat(BundledModel.load(folder).goldenRounding()).isZero();

        String golden = Files.readString(folder.resolve("golden.json"));
        Files.writeString(
                folder.resolve("golden.json"), golden.replaceFirst("\"images\"", "\"rounding\": 1.5e-4, \"images\""));
        assertThat(BundledModel.load(folder).goldenRounding()).isEqualTo(1.5e-4);

        Files.writeString(
                folder.resolve("golden.json"), golden.replaceFirst("\"images\"", "\"rounding\": 0.5, \"images\""));
        assertRefused("golden.json", "rounding must be 0 to the tolerance, not 0.5");
    }

    @Test
    void shouldNameTheScriptThatMakesTheGraphAnew() throws IOException {
        assertThat(BundledModel.load(folder).manifest().remedy()).contains("model/export.py");

        String manifest = Files.readString(folder.resolve("manifest.json"));
        Files.writeString(
                folder.resolve("manifest.json"),
                manifest.replaceFirst(
                        "\"provenance\": \\{", "\"provenance\": {\"adopted\": {\"file\": \"vae.onnx\"},"));
        assertThat(BundledModel.load(folder).manifest().remedy()).contains("model/adopt.py");
    }

    @Test
    void shouldKeepTheInvariantsOfTheTerms() {
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU);
                ImageScorer scorer = model.newScorer()) {
            byte[] constant = new byte[64 * 64];
            List<byte[]> images = new ArrayList<>(randomImages(20));
            images.add(constant);
            List<ElboTerms> terms = scorer.score(images);
            assertThat(terms).allSatisfy(t -> {
                assertThat(t.kl()).isNotNegative();
                assertThat(t.reconstructionError()).isGreaterThan(-1e-2);
                assertThat(t.features().size()).isEqualTo(12);
                assertThat(t.notFinite()).isEmpty();
            });
            assertThat(terms.get(20).floor()).isCloseTo(0, within(1e-3f));
        }
    }

    @Test
    void shouldScoreAnEmptyBatch() {
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU);
                ImageScorer scorer = model.newScorer()) {
            assertThat(scorer.score(List.of())).isEmpty();
        }
    }

    @Test
    void shouldFailOnAnImageOfAnotherSize() {
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU);
                ImageScorer scorer = model.newScorer()) {
            assertThatThrownBy(() -> scorer.score(List.of(new byte[3])))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("3 bytes");
        }
    }

    @Test
    void shouldScoreWithoutACalibration() throws IOException {
        List<byte[]> images = randomImages(3);
        List<ElboTerms> calibrated;
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU);
                ImageScorer scorer = model.newScorer()) {
            calibrated = scorer.score(images);
        }
        Files.delete(folder.resolve("calibration.json"));
        try (OnnxModel model = OnnxModel.open(BundledModel.load(folder), CPU);
                ImageScorer scorer = model.newScorer()) {
            assertThat(scorer.score(images)).isEqualTo(calibrated);
        }
    }

    @Test
    void shouldRefuseAGraphOfAnotherHash() throws IOException {
        byte[] graph = Files.readAllBytes(folder.resolve("model.onnx"));
        graph[graph.length / 2] ^= 1;
        Files.write(folder.resolve("model.onnx"), graph);
        assertRefused("model.onnx", "sha256");
    }

    @Test
    void shouldRefuseTheCalibrationOfAnotherGraph() throws IOException {
        Files.copy(
                Bundles.FASHION_MNIST.resolve("calibration.json"),
                folder.resolve("calibration.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused("calibration.json", "belongs to the graph");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "model.onnx", "calibration.json", "golden.json"})
    void shouldNameTheFileThatIsMissing(String file) throws IOException {
        Files.delete(folder.resolve(file));
        assertRefused(file, "is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "calibration.json", "golden.json"})
    void shouldNameTheFileThatIsNotJson(String file) throws IOException {
        Files.writeString(folder.resolve(file), "{ not json");
        assertRefused(file);
    }

    @Test
    void shouldRefuseAShapeOtherThanTheGraphs() throws IOException {
        replace("manifest.json", "\"height\": 64", "\"height\": 32");
        assertRefused("'image'", "64");
    }

    @Test
    void shouldRefuseWrongGoldenScoresAndQuoteThem() throws IOException {
        String golden = Files.readString(folder.resolve("golden.json"));
        Files.writeString(folder.resolve("golden.json"), golden.replaceAll("\"kl\": (\\d+)\\.", "\"kl\": 9$1."));
        assertRefused("kl of", "expected", "provider cpu");
    }

    @Test
    void shouldRefuseALatentOtherThanTheGraphs() throws IOException {
        replace("manifest.json", "\"latentSize\": 256", "\"latentSize\": 64");
        assertRefused("manifest.json", "latentSize must be that of latent, 256, not 64");
        replace("manifest.json", "\"channels\": 4", "\"channels\": 1");
        assertRefused("'mean'", "256");
    }

    @Test
    void shouldRefuseAnImpossibleForm() throws IOException {
        replace("manifest.json", "\"box\": 3", "\"box\": 65");
        assertRefused("manifest.json", "box must be 1 to 64 pixels, not 65");
        replace("manifest.json", "\"box\": 65", "\"box\": 3");
        replace("manifest.json", "\"type\": \"bernoulli\"", "\"type\": \"gaussian\"");
        assertRefused("manifest.json", "likelihood.sigma must be positive for a gaussian");
        replace("manifest.json", "\"type\": \"gaussian\"", "\"type\": \"bernoulli\", \"mean\": \"identity\"");
        assertRefused("manifest.json", "likelihood.mean must be sigmoid or, for a gaussian, identity, not identity");
    }

    @Test
    void shouldRefuseGoldenImagesThatLackATerm() throws IOException {
        String golden = Files.readString(folder.resolve("golden.json"));
        Files.writeString(folder.resolve("golden.json"), golden.replaceFirst("\"kl\": ", "\"lk\": "));
        assertRefused("golden.json", "image 'constant-0': the term kl is missing");
    }

    @Test
    void shouldRefuseFeaturesOtherThanTheGraphs() throws IOException {
        replace("manifest.json", "    \"flat\"\n", "    \"flat\",\n    \"rough\"\n");
        assertRefused("golden.json", "image 'constant-0' has 12 features, the manifest names 13");
        String golden = Files.readString(folder.resolve("golden.json"));
        Files.writeString(
                folder.resolve("golden.json"), golden.replaceAll("\"features\": \\[", "\"features\": [0.5, "));
        assertRefused("calibration.json", "the mixture has 12 features, the manifest names 13");
        assertThatThrownBy(() -> OnnxModel.open(BundledModel.load(folder), CPU))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("'features'", "[-1, 12]", "[-1, 13]");
    }

    @Test
    void shouldAcceptAnUnknownFeature() throws IOException {
        replace("manifest.json", "\"flat\"", "\"entropy\"");
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU)) {
            assertThat(model.shape().bytes()).isEqualTo(64 * 64);
        }
    }

    @Test
    void shouldRefuseAManifestWithoutFeatures() throws IOException {
        replace("manifest.json", "\"features\": [", "\"traits\": [");
        assertRefused("manifest.json", "features are missing");
    }

    @Test
    void shouldRefuseAManifestThatNamesAFeatureTwice() throws IOException {
        replace("manifest.json", "\"flat\"", "\"black\"");
        assertRefused("manifest.json", "features must be names, each once");
    }

    @Test
    void shouldRefuseWrongGoldenFeatures() throws IOException {
        String golden = Files.readString(folder.resolve("golden.json"));
        Files.writeString(
                folder.resolve("golden.json"), golden.replaceFirst("(?s)(\"features\": \\[\\s*)-?\\d+\\.", "$17."));
        assertRefused("features[0] of", "expected 7.");
    }

    @Test
    void shouldRefuseACalibrationWithoutAMixture() throws IOException {
        replace("calibration.json", "\"mixture\": {", "\"blend\": {");
        assertRefused("calibration.json", "mixture is missing");
    }

    @Test
    void shouldRefuseAnInvalidMixture() throws IOException {
        replace("calibration.json", "\"weights\": [0.", "\"weights\": [1.");
        assertRefused("calibration.json", "mixture: weights must add up to 1, not ");
        replace("calibration.json", "\"weights\": [1.", "\"weights\": [0.");
        replace("calibration.json", "\"covariances\": [\n      [", "\"covariances\": [\n      [-");
        assertRefused("calibration.json", "mixture: covariances[0] is not positive-definite");
        replace("calibration.json", "\"covariances\": [\n      [-", "\"covariances\": [\n      [7, ");
        assertRefused("calibration.json", "mixture: covariances[0] must have 78 numbers, not 79");
    }

    @Test
    void shouldRefuseACalibrationWhosePartsDoNotAddUp() throws IOException {
        replace("calibration.json", "\"fitted\": 10000", "\"fitted\": 9999");
        assertRefused(
                "calibration.json", "the mixture is fitted to 9999 of 20000 images, but 'density' has 10000 scores");
    }

    @Test
    void shouldRefuseACalibrationWithoutJoinedRanks() throws IOException {
        replace("calibration.json", "\"default\": [", "\"joined\": [");
        assertRefused("calibration.json", "no calibration scores of 'default'");
    }

    @Test
    void shouldRefuseASchemaOfTheFuture() throws IOException {
        replace("manifest.json", "\"schema\": 1", "\"schema\": 2");
        assertRefused("manifest.json", "schema must be 1, not 2");
    }

    @Test
    void shouldRefuseAMissingFolder() {
        assertThatThrownBy(() -> Bundle.load(folder.resolve("none"))).isInstanceOf(Refusal.class);
    }

    /** The default build has no CUDA. With -Pgpu the machine may have one; then there is nothing to refuse. */
    @Test
    void shouldRefuseANamedProviderThatIsAbsentAndFallBackOnAuto() {
        Bundle bundle = Bundle.load(folder);
        org.junit.jupiter.api.Assumptions.assumeFalse(
                ai.onnxruntime.OrtEnvironment.getAvailableProviders().contains(ai.onnxruntime.OrtProvider.CUDA),
                "built with -Pgpu: CUDA may be present");
        assertThatThrownBy(() -> OnnxModel.open(bundle, ProviderChoice.parse("cuda:1")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("provider cuda:1 does not work")
                .hasMessageContaining("CUDAExecutionProvider");
        assertThatThrownBy(() -> OnnxModel.open(bundle, ProviderChoice.parse("tensorrt")))
                .isInstanceOf(Refusal.class);
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("auto"))) {
            assertThat(model.identity().provider()).isEqualTo("cpu");
            assertThat(model.lostDevice()).isEmpty();
        }
    }

    private void assertRefused(String... facts) {
        assertThatThrownBy(() -> OnnxModel.open(Bundle.load(folder), CPU).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll(facts)
                .satisfies(e -> assertThat(((Refusal) e).remedy()).isNotBlank());
    }

    private void replace(String file, String text, String by) throws IOException {
        String before = Files.readString(folder.resolve(file));
        assertThat(before).contains(text);
        Files.writeString(folder.resolve(file), before.replace(text, by));
    }

    private static List<byte[]> randomImages(int count) {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] image = new byte[64 * 64]; // [1, 64, 64]
            random.nextBytes(image);
            images.add(image);
        }
        return images;
    }
}
