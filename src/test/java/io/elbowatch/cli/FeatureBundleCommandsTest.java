package io.elbowatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.testing.graph.FeatureBundle;
import io.elbowatch.testing.graph.TinyPlaces;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A small feature bundle through the commands, from calibration to the picture of a defect. */
class FeatureBundleCommandsTest {
    private static final int RED = 200;
    private static final int GREEN = 120;
    private static final int BLUE = 40;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {8, 0})
    void shouldCalibrateCheckAndShowADefectInColour(int codes) throws IOException {
        TinyPlaces tiny = new TinyPlaces(TinyPlaces.COLOUR, codes, 11);
        String bundle = FeatureBundle.write(tiny, Files.createDirectory(folder.resolve("tiny")))
                .toString();
        Path normal = Files.createDirectories(folder.resolve("normal"));
        for (int i = 0; i < 120; i++) {
            write(normal.resolve(String.format(Locale.ROOT, "%03d.png", i)), tiny, image(tiny, i));
        }
        Path test = Files.createDirectories(folder.resolve("test"));
        byte[] defect = image(tiny, 1000);
        damage(defect, tiny);
        write(test.resolve("defect.png"), tiny, defect);

        Shell.run("calibrate", "--bundle", bundle, "--images", normal.toString(), "--alpha", "0.05")
                .assertDone();
        Shell.Ended checked = Shell.run("check", "--bundle", bundle).assertDone();
        assertThat(checked.out()).contains("places VAE", codes == 0 ? "latent 32," : "8 codes at each of 4x4 places");
        Path pictures = folder.resolve("pictures");
        List<String> lines = Shell.run("score", test.toString(), "--bundle", bundle, "--evidence", pictures.toString())
                .assertDone()
                .out()
                .lines()
                .toList();

        JsonNode record = new ObjectMapper().readTree(lines.get(0));
        assertThat(record.at("/verdict/anomalous").asBoolean()).isTrue();
        assertThat(record.at("/evidence/cell/width").asInt()).isEqualTo(8);
        assertThat(record.at("/evidence/latents")).hasSize(codes == 0 ? 5 : 0);
        JsonNode place = record.at("/evidence/places/0");
        assertThat(place.at("/column").asInt()).isLessThanOrEqualTo(8);
        assertThat(place.at("/column").asInt() + place.at("/width").asInt()).isGreaterThanOrEqualTo(16);
        assertThat(place.at("/row").asInt() % 8).isZero();
        assertColoured(picture(pictures));
    }

    /** 32x32 pixels magnified four times; at the right bottom the image is as it came, in both panels. */
    private static void assertColoured(BufferedImage picture) {
        assertThat(picture.getWidth()).isEqualTo(3 * 128 + 8);
        int colour = picture.getRGB(126, 126);
        assertThat(colour >> 16 & 0xFF).isBetween(RED - 8, RED + 8);
        assertThat(colour >> 8 & 0xFF).isBetween(GREEN - 8, GREEN + 8);
        assertThat(colour & 0xFF).isBetween(BLUE - 8, BLUE + 8);
        int over = picture.getRGB(132 + 126, 126);
        assertThat(over >> 16 & 0xFF).as("at most a quarter of blue over it").isGreaterThan(120);
    }

    private static BufferedImage picture(Path pictures) throws IOException {
        try (Stream<Path> files = Files.list(pictures)) {
            return ImageIO.read(files.findFirst().orElseThrow().toFile());
        }
    }

    private static byte[] image(TinyPlaces tiny, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[tiny.shape().bytes()];
        int plane = pixels.length / 3;
        for (int i = 0; i < pixels.length; i++) {
            int level = i < plane ? RED : i < 2 * plane ? GREEN : BLUE;
            pixels[i] = (byte) (level - 6 + random.nextInt(13));
        }
        return pixels;
    }

    /** The pixels of the place in row 1, column 1 are those at which its first feature is largest. */
    private static void damage(byte[] pixels, TinyPlaces tiny) {
        int at = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (int row = 8; row < 16; row++) {
                for (int column = 8; column < 16; column++) {
                    boolean bright = tiny.kernel()[at++] > 0;
                    pixels[(channel * 32 + row) * 32 + column] = (byte) (bright ? 255 : 0);
                }
            }
        }
    }

    private static void write(Path file, TinyPlaces tiny, byte[] pixels) throws IOException {
        Files.write(file, ImageEncoder.png(tiny.shape(), pixels));
    }
}
