package io.elbowatch.bundle;

import io.elbowatch.cli.Shell;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.elbo.Mask;
import io.elbowatch.core.elbo.Tiling;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Rectangle;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.DeepImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A bundle of 16 bits: what its manifest may say, and the commands on it. */
class DeepBundleTest {
    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheDepthOfItsManifest() {
        Manifest manifest = BundledModel.load(Bundles.DEEP).manifest();

        assertThat(manifest.toPreprocessing().shape()).isEqualTo(DeepImages.SHAPE);
        assertThat(manifest.toForm().image()).isEqualTo(DeepImages.SHAPE);
        assertThat(BundledModel.load(Bundles.SHALLOW).manifest().toForm().image())
                .isEqualTo(new ImageShape(1, 16, 24));
    }

    @Test
    void shouldCheckCalibrateAndScore() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 60; i++) {
            int[] levels = i < 59 ? DeepImages.normal(i) : DeepImages.defective(i);
            boolean raw = i % 2 == 0;
            Files.write(
                    images.resolve(String.format(Locale.ROOT, "%02d.%s", i, raw ? "raw" : "png")),
                    raw ? DeepImages.raw(levels) : DeepImages.png(levels));
        }
        Path copy = folder.resolve("copy");
        String deep = Bundles.DEEP.toString();
        Shell.run(
                        "calibrate",
                        "--bundle",
                        deep,
                        "--images",
                        images.toString(),
                        "--alpha",
                        "0.1",
                        "--out",
                        copy.toString())
                .assertDone();
        Shell.run("check", "--bundle", copy.toString()).assertDone();
        Path evidence = folder.resolve("evidence");
        Shell.run("score", images.toString(), "--bundle", deep, "--evidence", evidence.toString())
                .assertDone();
        assertThat(evidence).isDirectoryContaining("glob:**59*.png");
    }

    @Test
    void shouldRefuseImagesThatHave8BitsEach() throws IOException {
        byte[] header = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0, 24};
        Path idx = Files.write(folder.resolve("images.idx"), Arrays.copyOf(header, header.length + 16 * 24));
        assertThat(Shell.run("score", idx.toString(), "--bundle", Bundles.DEEP.toString())
                        .err())
                .contains("holds images of 1x16x24, the model takes 16-bit 1x16x24");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"depth\": 16', '\"depth\": 12', 'preprocessing.depth must be 8 or, for the colour L, 16, not 12'",
        "'\"type\": \"gaussian\"', '\"type\": \"continuous-bernoulli\"', likelihood",
    })
    void shouldRefuseAManifestThatCannotBe(String text, String by, String problem) throws IOException {
        copy(Bundles.DEEP);
        Path manifest = folder.resolve("manifest.json");
        String changed = Files.readString(manifest).replace(text, by);
        if (by.contains("continuous")) {
            changed = changed.replaceAll("\"(sigma|mean)\": [^,}]*,?", "").replaceAll(",\\s*}", "}");
        }
        Files.writeString(manifest, changed);
        assertThatThrownBy(() -> BundledModel.load(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldRefuseAGraphOfTheOtherDepth() throws IOException {
        copy(Bundles.DEEP);
        Path graph = Bundles.SHALLOW.resolve("model.onnx");
        Path manifest = folder.resolve("manifest.json");
        String hash = BundledModel.load(Bundles.DEEP).manifest().model().sha256();
        Files.writeString(manifest, Files.readString(manifest).replace(hash, Sha256.hex(Files.readAllBytes(graph))));
        Files.write(folder.resolve("model.onnx"), Files.readAllBytes(graph));
        BundledModel model = BundledModel.load(folder);
        assertThatThrownBy(() -> OnnxModel.open(model, ProviderChoice.parse("cpu")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'image' is UINT8", "expected INT16");
    }

    @Test
    void shouldCutAndMaskWholeNumbers() {
        byte[] raw = DeepImages.raw(DeepImages.normal(1));
        ImageShape tile = new ImageShape(1, 4, 5, 16);
        byte[] cut = new Tiling(DeepImages.SHAPE, tile, 1).cut(raw, new Rectangle(7, 3, 5, 4));
        boolean[] counts = new boolean[DeepImages.SHAPE.values()];
        counts[30] = true;
        byte[] filled = new Mask(DeepImages.SHAPE, counts, new byte[] {(byte) 200}).filled(raw);

        assertThat(tile.level(cut, 11)).isEqualTo(DeepImages.SHAPE.level(raw, 5 * 24 + 8));
        assertThat(DeepImages.SHAPE.level(filled, 30)).isEqualTo(DeepImages.SHAPE.level(raw, 30));
        assertThat(DeepImages.SHAPE.level(filled, 31)).isEqualTo(200);
    }

    private void copy(Path bundle) throws IOException {
        try (Stream<Path> files = Files.list(bundle)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
