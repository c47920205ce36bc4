package io.elbowatch.bundle;

import io.elbowatch.cli.Shell;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.Mask;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Place;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A bundle with a mask: nothing that it excludes decides or is reported. */
class MaskedBundleTest {
    private static final ProviderChoice CPU = ProviderChoice.parse("cpu");
    private static final ImageShape SHAPE = new ImageShape(3, 16, 24);

    private static OnnxModel model;

    @TempDir
    private Path folder;

    @BeforeContainer
    static void open() {
        model = OnnxModel.open(BundledModel.load(Bundles.MASKED), CPU);
    }

    @AfterContainer
    static void close() {
        model.close();
    }

    @Property(tries = 60)
    void shouldScoreAnImageAlikeWhateverIsExcluded(@ForAll Random random) {
        byte[] image = image(random);
        byte[] other = repainted(image, random);
        assertThat(other).isNotEqualTo(image);
        try (ImageScorer scorer = model.newScorer()) {
            assertThat(scorer.score(List.of(image))).isEqualTo(scorer.score(List.of(other)));
            assertThat(scorer.score(List.of(other, image, other)))
                    .containsOnly(scorer.score(List.of(image)).get(0));
        }
    }

    @Property(tries = 60)
    void shouldReportNoPlaceInAnExcludedRegion(@ForAll Random random) {
        byte[] image = image(random);
        double limit = 0.01 * Math.exp(8 * random.nextDouble());

        Evidence evidence = evidence(image, limit);

        for (Place place : evidence.places()) {
            assertThat(mask().countsIn(place.row(), place.column(), place.height(), place.width()))
                    .isTrue();
            assertThat(mask().countsIn(place.row(), place.column(), 1, place.width()))
                    .isTrue();
            assertThat(mask().countsIn(place.row(), place.column(), place.height(), 1))
                    .isTrue();
        }
        assertThat(evidence.share()).isBetween(0.0, 1.0);
        assertThat(evidence(repainted(image, random), limit)).isEqualTo(evidence);
    }

    @Example
    void shouldSayThatAllIsBeyondTheLimitWhereAllThatCountsIs() {
        Evidence evidence = evidence(image(new Random(1)), -1);
        assertThat(evidence.share()).isEqualTo(1);
        assertThat(evidence.places()).hasSize(1);
    }

    @Test
    void shouldCalibrateAndCheckWithTheMask() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        Random random = new Random(2);
        for (int i = 0; i < 80; i++) {
            Files.write(images.resolve(String.format(Locale.ROOT, "%03d.raw", i)), image(random));
        }
        Path copy = folder.resolve("copy");
        Shell.run(
                        "calibrate",
                        "--bundle",
                        Bundles.MASKED.toString(),
                        "--images",
                        images.toString(),
                        "--alpha",
                        "0.1",
                        "--out",
                        copy.toString())
                .assertDone();
        assertThat(copy.resolve("mask.png")).hasSameBinaryContentAs(Bundles.MASKED.resolve("mask.png"));
        Shell.run("check", "--bundle", copy.toString()).assertDone();
    }

    @Test
    void shouldRefuseAMaskOfAnotherSize() throws IOException {
        replaceMask(new ImageShape(1, 24, 16), (byte) 255);
        assertRefused("mask.png", "has 16x24 pixels, and the model's input has 24x16");
    }

    @Test
    void shouldRefuseAMaskThatExcludesEverything() throws IOException {
        replaceMask(new ImageShape(1, 16, 24), (byte) 0);
        assertRefused("mask.png", "excludes every pixel");
    }

    @Test
    void shouldRefuseAMaskThatIsMissingOrAnother() throws IOException {
        copyTheBundle();
        Files.write(folder.resolve("mask.png"), ImageEncoder.png(new ImageShape(1, 16, 24), filled(16 * 24, 255)));
        assertRefused("mask.png", "has sha256", "the manifest says");
        Files.delete(folder.resolve("mask.png"));
        assertRefused("mask.png", "is missing");
    }

    @Test
    void shouldRefuseAMaskThatIsNoPicture() throws IOException {
        copyTheBundle();
        byte[] noise = {1, 2, 3};
        Files.write(folder.resolve("mask.png"), noise);
        renameHash(Sha256.hex(noise));
        assertRefused("mask.png", "PNG");
    }

    @Test
    void shouldRefuseAFillThatDoesNotFit() throws IOException {
        copyTheBundle();
        Path manifest = folder.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceFirst("\"fill\": \\[\\s*\\d+,", "\"fill\": ["));
        assertRefused("manifest.json", "mask.fill must have a level for each channel, 3, not 2");
        Files.writeString(manifest, text.replaceFirst("\"fill\": \\[\\s*\\d+,", "\"fill\": [300,"));
        assertRefused("manifest.json", "mask.fill must be levels from 0 to 255");
    }

    private static Evidence evidence(byte[] image, double limit) {
        try (ImageInspector inspector = model.newInspector()) {
            ModelOutput output = inspector.inspect(List.of(image)).get(0);
            return Evidence.of(model.form(), limit, image, output).evidence();
        }
    }

    private static Mask mask() {
        return model.form().mask();
    }

    /** The two halves that the model knows, with noise and a few squares anywhere. */
    private static byte[] image(Random random) {
        byte[] pixels = new byte[SHAPE.bytes()];
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / (16 * 24);
            boolean left = i % 24 < 12;
            int level = 20 + random.nextInt(30) + ((channel == 0 && left) || (channel == 2 && !left) ? 120 : 0);
            pixels[i] = (byte) level;
        }
        for (int square = random.nextInt(4); square > 0; square--) {
            int row = random.nextInt(12);
            int column = random.nextInt(20);
            for (int i = 0; i < 16; i++) {
                int at = (row + i / 4) * 24 + column + i % 4;
                for (int channel = 0; channel < 3; channel++) {
                    pixels[channel * 16 * 24 + at] = (byte) random.nextInt(256);
                }
            }
        }
        return pixels;
    }

    private static byte[] repainted(byte[] image, Random random) {
        byte[] noise = new byte[image.length];
        random.nextBytes(noise);
        for (int i = 0; i < noise.length; i++) {
            int at = i % (16 * 24);
            noise[i] = mask().counts(at / 24, at % 24) ? image[i] : noise[i];
        }
        return noise;
    }

    private void replaceMask(ImageShape shape, byte level) throws IOException {
        copyTheBundle();
        byte[] picture = ImageEncoder.png(shape, filled(shape.bytes(), level));
        Files.write(folder.resolve("mask.png"), picture);
        renameHash(Sha256.hex(picture));
    }

    private void renameHash(String sha256) throws IOException {
        Path manifest = folder.resolve("manifest.json");
        String present = Sha256.hex(Files.readAllBytes(Bundles.MASKED.resolve("mask.png")));
        Files.writeString(manifest, Files.readString(manifest).replace(present, sha256));
    }

    private void copyTheBundle() throws IOException {
        try (Stream<Path> files = Files.list(Bundles.MASKED)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private void assertRefused(String... facts) {
        assertThatThrownBy(() -> BundledModel.load(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll(facts)
                .satisfies(e -> assertThat(((Refusal) e).remedy()).isNotBlank());
    }

    private static byte[] filled(int size, int level) {
        byte[] pixels = new byte[size];
        Arrays.fill(pixels, (byte) level);
        return pixels;
    }
}
