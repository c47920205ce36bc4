package io.elbowatch.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.cli.Shell;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of the pages that need no Kafka print what the pages say. */
class DocumentedCommandsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void shouldFindAsManyDefectsInGeneratedBoardsAsTheReadmeSays() throws IOException {
        String readme = text("README.md");
        assertThat(readme)
                .contains("boards --out boards-40 --count 40 --defects --seed 4", "--bundle boards --normal normal");
        Path boards = folder.resolve("boards-40");
        Path verdicts = folder.resolve("verdicts.jsonl");

        run("boards", "--out", boards.toString(), "--count", "40", "--defects", "--seed", "4");
        run("score", boards.toString(), "--bundle", "boards", "--normal", "normal", "--out", verdicts.toString());

        int defects = 0;
        int falseAlarms = 0;
        for (String line : Files.readAllLines(verdicts)) {
            JsonNode image = JSON.readTree(line);
            if (image.at("/verdict/anomalous").booleanValue()) {
                boolean normal = image.at("/image/group").textValue().equals("normal");
                defects += normal ? 0 : 1;
                falseAlarms += normal ? 1 : 0;
            }
        }
        assertThat(falseAlarms).isZero();
        assertThat(readme).contains("`score` reports " + defects + " of these, and no normal one");
    }

    @Test
    void shouldShowThePresentVersionOfTheBundle() throws IOException {
        String version = BundledModel.load(Bundles.BOARDS).manifest().version();
        assertThat(text("README.md")).contains("\"name\": \"boards\", \"version\": \"" + version + "\"");
    }

    @Test
    void shouldCalibrateAndScoreRealImagesAsThePageSays() throws IOException {
        String page = text("docs/bundles.md");
        Path garments = RealData.file("fashion-mnist/t10k-images-idx3-ubyte.gz");
        Path digits = RealData.file("mnist/t10k-images-idx3-ubyte.gz");
        String bundle = folder.resolve("fashion-t10k").toString();

        String calibrated =
                run("calibrate", "--bundle", "fashion-mnist", "--images", garments.toString(), "--out", bundle);
        String scored = run(
                "score",
                digits.toString(),
                "--bundle",
                bundle,
                "--alpha",
                "0.01",
                "--format",
                "csv",
                "--out",
                folder.resolve("digits.csv").toString());

        for (String line :
                (calibrated + scored).replace(bundle, "./fashion-t10k").split("\n")) {
            if (line.startsWith("calibrated ") || line.startsWith("scored ") || line.startsWith("with ")) {
                assertThat(page).contains(line.strip());
            }
        }
        assertThat(scored).contains("scored 10000");
        assertThat(calibrated).contains("calibrated fashion-mnist", "with 10000 images: alpha ");
    }

    /** All that the command printed. */
    private static String run(String... command) {
        Shell.Ended ended = Shell.run(command).assertDone();
        return ended.out() + ended.err();
    }

    /** A page on one line, so that no wrap matters. */
    private static String text(String page) throws IOException {
        return Files.readString(Path.of(page)).replaceAll("\\s+", " ");
    }
}
