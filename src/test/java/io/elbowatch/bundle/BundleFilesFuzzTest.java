package io.elbowatch.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.graph.FeatureBundle;
import io.elbowatch.testing.graph.TinyPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Fuzzes each file of a bundle by itself. */
class BundleFilesFuzzTest {

    static Stream<byte[]> graphs() {
        return Stream.of(Bundles.ADOPTED, Bundles.ADOPTED_GAUSSIAN).map(folder -> read(folder, "model.onnx"));
    }

    static Stream<byte[]> manifests() {
        Stream<byte[]> ofPixels =
                Stream.of(Bundles.ADOPTED, Bundles.ADOPTED_GAUSSIAN).map(folder -> read(folder, "manifest.json"));
        Stream<byte[]> ofPlaces = Stream.of(8, 0)
                .map(codes -> FeatureBundle.manifest(new TinyPlaces(TinyPlaces.COLOUR, codes, 1), "0".repeat(64)))
                .map(manifest ->
                        BundleFolder.JSON.valueToTree(manifest).toString().getBytes(UTF_8));
        return Stream.concat(ofPixels, ofPlaces);
    }

    static Stream<byte[]> calibrations() {
        return Stream.of(read(Bundles.ADOPTED, "calibration.json"));
    }

    static Stream<byte[]> goldens() {
        return Stream.of(read(Bundles.ADOPTED, "golden.json"));
    }

    @MethodSource("graphs")
    @FuzzTest
    void shouldReadAnyGraphOrSayWhatIsWrong(byte[] graph) {
        try {
            GraphCheck.check(graph);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\u202e");
        }
    }

    @MethodSource("manifests")
    @FuzzTest
    void shouldReadAnyManifestOrSayWhatIsWrong(byte[] manifest) {
        try {
            Manifest read = BundleFolder.JSON.readValue(manifest, Manifest.class);
            if (read != null) {
                assertThat(read.toForm().image())
                        .isEqualTo(read.toPreprocessing().shape());
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @MethodSource("calibrations")
    @FuzzTest
    void shouldReadAnyCalibrationOrSayWhatIsWrong(byte[] calibration) {
        try {
            CalibrationFile read = BundleFolder.JSON.readValue(calibration, CalibrationFile.class);
            if (read != null) {
                assertThat(read.toCalibration().images()).isPositive();
            }
        } catch (IOException | IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @MethodSource("goldens")
    @FuzzTest
    void shouldReadAnyGoldenImagesOrSayWhatIsWrong(byte[] golden) {
        try {
            GoldenFile read = BundleFolder.JSON.readValue(golden, GoldenFile.class);
            if (read != null) {
                assertThat(read.goldenImages()).isNotEmpty();
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static byte[] read(Path folder, String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
