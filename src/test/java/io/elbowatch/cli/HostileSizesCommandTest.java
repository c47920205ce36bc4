package io.elbowatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.hostile.HostileSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands with a bundle for colour images and a folder of images of extreme sizes and rare kinds. */
class HostileSizesCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NORMAL = 80;

    @TempDir
    private Path folder;

    @Test
    void shouldJudgeOrRejectEveryImage() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        Map<String, byte[]> files = HostileSizes.files();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(photos.resolve(file.getKey()), file.getValue());
        }
        Path bundle = calibrated(photos);
        Path pictures = folder.resolve("pictures");

        Shell.Ended ended = Shell.run(
                        "score", photos.toString(), "--bundle", bundle.toString(), "--evidence", pictures.toString())
                .assertDone();

        assertThat(ended.out().lines()).hasSize(files.size());
        for (String line : ended.out().lines().toList()) {
            JsonNode image = JSON.readTree(line);
            boolean rejected = image.at("/image/name").asText().startsWith("not-");
            assertThat(image.has("rejected")).as(line).isEqualTo(rejected);
            assertThat(image.has("verdict")).as(line).isEqualTo(!rejected);
        }
        assertThat(ended.err()).doesNotContain("Exception", "\tat ");
        assertThat(pictures).isNotEmptyDirectory();
    }

    /** A bundle for colour images, calibrated on noise. */
    private Path calibrated(Path photos) throws IOException {
        Random random = new Random(1);
        Path normal = Files.createDirectory(folder.resolve("normal"));
        for (int i = 0; i < NORMAL; i++) {
            byte[] pixels = new byte[3 * 16 * 24];
            random.nextBytes(pixels);
            Files.write(normal.resolve(String.format(Locale.ROOT, "%03d.raw", i)), pixels);
        }
        Files.copy(photos.resolve("not-65500x65500.jpg"), normal.resolve("bad.jpg"));
        Path bundle = folder.resolve("bundle");
        Shell.Ended ended = Shell.run(
                        "calibrate",
                        "--bundle",
                        Bundles.ADOPTED_GAUSSIAN.toString(),
                        "--images",
                        normal.toString(),
                        "--alpha",
                        "0.1",
                        "--skip-bad",
                        "--out",
                        bundle.toString())
                .assertDone();
        assertThat(ended.err()).contains("skipped: bad.jpg");
        return bundle;
    }
}
