package io.elbowatch.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.PlaceOutput;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.parity.Comparison;
import io.elbowatch.core.parity.Parity;
import io.elbowatch.core.parity.ParityReport;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.parity.Tolerances;
import io.elbowatch.testing.graph.FeatureBundle;
import io.elbowatch.testing.graph.TinyPlaces;
import io.elbowatch.testing.graph.TinyTerms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A small bundle of features with either latent, opened and checked as any other. */
class FeatureBundleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ProviderChoice CPU = ProviderChoice.parse("cpu");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"8, 3, 32, 32", "1, 3, 32, 32", "0, 3, 32, 32", "8, 1, 16, 40", "0, 1, 16, 40"})
    void shouldAgreeWithTheReferenceAndWithTraining(int codes, int channels, int height, int width) throws IOException {
        TinyPlaces tiny = new TinyPlaces(new ImageShape(channels, height, width), codes, 3);
        BundledModel bundle = BundledModel.load(FeatureBundle.write(tiny, folder));
        ParityReport report = BundleParityTest.parity(bundle);
        assertThat(report.beyond()).isEmpty();
        assertThat(report.comparisons()).hasSize(4);
    }

    @Test
    void shouldRefuseANetworkThatGivesNoNumber() throws IOException {
        FeatureBundle.write(new TinyPlaces(TinyPlaces.COLOUR, 8, 3), folder);
        overwrite(255, 0); // what the pixels are divided by
        assertRefused("is NaN, expected");
    }

    /** The scores are right, but the codes that the graph shows are not those that it scores by. */
    @ParameterizedTest
    @CsvSource({"-Infinity", "3"})
    void shouldFindACodeWithAnotherVariance(float logVariance) throws IOException {
        TinyPlaces tiny = new TinyPlaces(TinyPlaces.COLOUR, 8, 3);
        FeatureBundle.write(tiny, folder);
        overwrite((float) tiny.logVariances()[0], logVariance);
        BundledModel bundle = BundledModel.load(folder);
        try (OnnxModel model = OnnxModel.open(bundle, CPU);
                ImageInspector inspector = model.newInspector();
                ImageScorer scorer = model.newScorer()) {
            Parity parity = new Parity(
                    model.form(), inspector, scorer, Tolerances.of(model.form(), bundle.goldenTolerance(), 0, true));
            parity.compareGolden(bundle.goldenImages());
            assertThat(parity.report().beyond())
                    .extracting(Comparison::title)
                    .contains("graph against reference, golden images");
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "0"})
    void shouldScoreByTheFormulasAndShowWhere(int codes) throws IOException {
        TinyPlaces tiny = new TinyPlaces(TinyPlaces.COLOUR, codes, 5);
        byte[] pixels = new RandomImages(tiny.shape(), 9, 4).pixels(2);
        TinyTerms expected = TinyTerms.of(tiny, pixels);
        try (OnnxModel model = OnnxModel.open(BundledModel.load(FeatureBundle.write(tiny, folder)), CPU);
                ImageInspector inspector = model.newInspector()) {
            PlaceOutput output =
                    (PlaceOutput) inspector.inspect(List.of(pixels)).get(0);
            ElboTerms terms = output.terms();
            assertThat((double) terms.reconstructionNll()).isCloseTo(expected.nll(), within(1e-3));
            assertThat((double) terms.kl()).isCloseTo(expected.kl(), within(1e-3));
            assertThat((double) terms.local()).isCloseTo(expected.local(), within(1e-5));
            assertThat(output.lossMap()).hasSize(16).contains(terms.local());
            assertThat(output.posterior().isPresent()).isEqualTo(codes == 0);
        }
    }

    @Test
    void shouldRefuseAGraphWithAnotherNumberOfCodes() throws IOException {
        FeatureBundle.write(new TinyPlaces(TinyPlaces.COLOUR, 8, 3), folder);
        replace("\"codes\":8", "\"codes\":9");
        assertRefused("'code_means' is FLOAT [8, 6], expected FLOAT [9, 6]");
    }

    @Test
    void shouldRefuseAGraphWithAnotherGrid() throws IOException {
        FeatureBundle.write(new TinyPlaces(TinyPlaces.COLOUR, 8, 3), folder);
        replace("\"dimensions\":6", "\"dimensions\":7");
        assertRefused("'places' is FLOAT [-1, 6, 4, 4], expected FLOAT [-1, 7, 4, 4]");
    }

    @Test
    void shouldRefuseAGraphWithAnotherLatent() throws IOException {
        TinyPlaces categorical = new TinyPlaces(TinyPlaces.COLOUR, 8, 3);
        FeatureBundle.write(new TinyPlaces(TinyPlaces.COLOUR, 0, 3), folder);
        FeatureBundle.write(categorical, Files.createDirectory(folder.resolve("other")));
        Files.copy(
                folder.resolve("other/model.onnx"), folder.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
        sign();
        assertRefused("has no tensor 'mean'");
    }

    /** Writes another number over the first that is this one, everywhere in the graph. */
    private void overwrite(float number, float other) throws IOException {
        byte[] graph = Files.readAllBytes(folder.resolve("model.onnx"));
        ByteBuffer bytes = ByteBuffer.wrap(graph).order(ByteOrder.LITTLE_ENDIAN);
        int found = 0;
        for (int i = 0; i + 4 <= graph.length; i++) {
            if (bytes.getFloat(i) == number) {
                bytes.putFloat(i, other);
                found++;
            }
        }
        assertThat(found).isEqualTo(1);
        Files.write(folder.resolve("model.onnx"), graph);
        sign();
    }

    /** Writes the hash of the graph into the manifest. */
    private void sign() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        ObjectNode tree = (ObjectNode) JSON.readTree(manifest.toFile());
        ((ObjectNode) tree.get("model")).put("sha256", Sha256.hex(Files.readAllBytes(folder.resolve("model.onnx"))));
        JSON.writeValue(manifest.toFile(), tree);
    }

    private void replace(String text, String by) throws IOException {
        String manifest = Files.readString(folder.resolve("manifest.json"));
        assertThat(manifest).contains(text);
        Files.writeString(folder.resolve("manifest.json"), manifest.replace(text, by));
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> OnnxModel.open(BundledModel.load(folder), CPU).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(problem);
    }
}
