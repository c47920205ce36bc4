package io.elbowatch.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.testing.OrientedJpeg;
import io.elbowatch.testing.graph.FeatureBundle;
import io.elbowatch.testing.graph.TinyPlaces;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FittedImagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IMAGES = 30;

    @TempDir
    private Path folder;

    private Path normal;

    @BeforeEach
    void writeImages() throws IOException {
        normal = Files.createDirectories(folder.resolve("normal"));
        for (int i = 0; i < IMAGES; i++) {
            byte[] pixels = new byte[TinyPlaces.COLOUR.bytes()];
            new Random(i).nextBytes(pixels);
            Files.write(
                    normal.resolve(String.format(Locale.ROOT, "%03d.png", i)),
                    ImageEncoder.png(TinyPlaces.COLOUR, pixels));
        }
    }

    @Test
    void shouldRefuseTheImagesThatTheBundleWasMadeOf() throws IOException {
        Path bundle = bundleOf(FittedImages.hashOf(ImageSet.open(normal)));

        calibrate(bundle).assertRefused("was made of the images in", "give other normal images");

        assertThat(bundle.resolve("calibration.json")).doesNotExist();
        Files.delete(normal.resolve("000.png"));
        calibrate(bundle).assertDone();
    }

    @Test
    void shouldTakeAnyImagesIfTheManifestNamesNone() throws IOException {
        Path bundle = FeatureBundle.write(
                new TinyPlaces(TinyPlaces.COLOUR, 8, 11), Files.createDirectory(folder.resolve("bundle")));

        calibrate(bundle).assertDone();
    }

    @Test
    void shouldWarnWhoScoresThem() throws IOException {
        Path bundle = bundleOf("0".repeat(64));
        calibrate(bundle).assertDone();
        say(bundle, FittedImages.hashOf(ImageSet.open(normal)));

        assertThat(score(bundle).err()).contains("the bundle was made of these images");

        Files.delete(normal.resolve("000.png"));
        assertThat(score(bundle).err()).contains("scored " + (IMAGES - 1)).doesNotContain("was made of these images");
    }

    @Test
    void shouldCountOrientedImagesOnceAlthoughTheyAreHashed() throws IOException {
        Path bundle = bundleOf("0".repeat(64));
        Files.write(normal.resolve("turned.jpg"), OrientedJpeg.bytes(6, ByteOrder.BIG_ENDIAN));

        assertThat(calibrate(bundle).err()).contains("warning: 1 of 31 images have an EXIF orientation");
        assertThat(score(bundle).err()).contains("warning: 1 of 31 images have an EXIF orientation");
    }

    /** test_image_folders.py of the training has the same number. */
    @Test
    void shouldHashAFolderAsTheTrainingDoes() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        Files.createDirectory(images.resolve("a"));
        Files.write(images.resolve("a/1.raw"), filled(1));
        Files.write(images.resolve("b.raw"), filled(2));

        assertThat(FittedImages.hashOf(ImageSet.open(images)))
                .isEqualTo("53e224d2377492eae9aca5f36acca2ade57a9bc9ead754328616e80958db1024");
    }

    private static byte[] filled(int level) {
        byte[] bytes = new byte[192];
        Arrays.fill(bytes, (byte) level);
        return bytes;
    }

    private Shell.Ended calibrate(Path bundle) {
        return Shell.run("calibrate", "--bundle", bundle.toString(), "--images", normal.toString(), "--alpha", "0.05");
    }

    private Shell.Ended score(Path bundle) {
        return Shell.run("score", normal.toString(), "--bundle", bundle.toString());
    }

    private Path bundleOf(String hash) throws IOException {
        Path bundle = FeatureBundle.write(
                new TinyPlaces(TinyPlaces.COLOUR, 8, 11), Files.createDirectory(folder.resolve("bundle")));
        say(bundle, hash);
        return bundle;
    }

    /** Writes into the manifest of which images the bundle was made. */
    private static void say(Path bundle, String hash) throws IOException {
        Path file = bundle.resolve("manifest.json");
        Map<String, Object> manifest = JSON.readValue(file.toFile(), new TypeReference<>() {});
        manifest.put("provenance", Map.of("data", List.of(Map.of("name", "normal", "sha256", hash, "images", IMAGES))));
        JSON.writeValue(file.toFile(), manifest);
    }
}
