package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CalibrateCommandTest {
    private static final int BOARDS = 120;

    @TempDir
    private static Path shared;

    private static Path boards;

    @TempDir
    private Path folder;

    private Path bundle;

    @BeforeAll
    static void generateBoards() throws IOException {
        boards = shared.resolve("normals.idx.gz");
        new BoardSet(new BoardGenerator(5), BOARDS, false).writeIdx(boards, Optional.empty(), done -> {});
    }

    @BeforeEach
    void copyABundle() throws IOException {
        bundle = Files.createDirectory(folder.resolve("bundle"));
        for (String file : List.of("model.onnx", "manifest.json", "calibration.json", "golden.json")) {
            Files.copy(Bundles.BOARDS.resolve(file), bundle.resolve(file));
        }
    }

    @Test
    void shouldCalibrateInPlaceAndKeepTheCalibrationBefore() throws IOException {
        Shell.Ended ended = calibrate(boards, "--alpha", "0.05").assertDone();
        assertThat(ended.out())
                .contains("calibrated boards", "120 images", "alpha 0.05", "anomalous at alpha 0.05", "▲");
        Bundle calibrated = Bundle.load(bundle);
        assertThat(calibrated.calibration().images()).isEqualTo(BOARDS);
        assertThat(calibrated.defaultAlpha()).isEqualTo(0.05);
        assertThat(bundle.resolve("calibration.json.bak"))
                .hasSameBinaryContentAs(Bundles.BOARDS.resolve("calibration.json"));
        assertThat(names(bundle))
                .containsExactly(
                        "calibration.json", "calibration.json.bak", "golden.json", "manifest.json", "model.onnx");
    }

    @Test
    void shouldSayWhichAlphaTheImagesSupport() {
        assertThat(calibrate(boards, "--alpha", "0.05").assertDone().out())
                .contains(
                        "with 120 images: alpha 0.0083 and above; 0.001 needs 999, 0.0001 needs 9999 (decided by default)");
    }

    @Test
    void shouldWarnOfImagesOfACameraThatStandsStill() throws IOException {
        Path still = folder.resolve("still.idx");
        ByteBuffer idx = ByteBuffer.allocate(16 + BOARDS * 64 * 64);
        idx.putInt(0x803).putInt(BOARDS).putInt(64).putInt(64);
        for (int i = 0; i < BOARDS * 64 * 64; i++) {
            idx.put((byte) (i % (64 * 64) % 251));
        }
        Files.write(still, idx.array());

        assertThat(calibrate(still, "--alpha", "0.05").assertDone().err())
                .contains("warning: 119 of 120 images are alike", "1 remain, which support no alpha");
        assertThat(calibrate(boards, "--alpha", "0.05").assertDone().err()).doesNotContain("are alike");
    }

    @Test
    void shouldCalibrateForEachSource() throws IOException {
        Path cameras = folder.resolve("cameras");
        new BoardSet(new BoardGenerator(5), 40, false).writeFolder(cameras.resolve("camera-1/monday"), done -> {});
        new BoardSet(new BoardGenerator(6, 128), 30, false).writeFolder(cameras.resolve("camera-2"), done -> {});
        new BoardSet(new BoardGenerator(7), 8, false).writeFolder(cameras.resolve("camera-3"), done -> {});

        Shell.Ended ended = calibrate(cameras, "--alpha", "0.03", "--by-source").assertDone();
        assertThat(ended.out().lines().map(String::strip))
                .contains(
                        "source     images  lowest alpha  judged at alpha 0.03 by",
                        "camera-1       40         0.025  its own images",
                        "camera-2       30         0.033  all images; its own must be 33",
                        "camera-3        8          none  all images; its own must be 33");
        assertThat(ended.err())
                .contains("warning: 2 sources have fewer images than alpha 0.03 needs, 33: images of camera-2 (30),"
                        + " camera-3 (8) are compared");
        assertThat(Bundle.load(bundle).calibration().groups().keySet()).containsExactly("camera-1", "camera-2");

        assertThat(Shell.run("check", "--bundle", bundle.toString(), "--random-images", "0")
                        .assertDone()
                        .out())
                .contains("camera-1       40         0.025  its own images");
        Path scored = folder.resolve("scored");
        new BoardSet(new BoardGenerator(8), 3, false).writeFolder(scored.resolve("camera-1"), done -> {});
        new BoardSet(new BoardGenerator(8), 2, false).writeFolder(scored.resolve("camera-2"), done -> {});
        Shell.Ended lines = Shell.run("score", scored.toString(), "--bundle", bundle.toString(), "--by-source")
                .assertDone();
        assertThat(lines.out().lines())
                .hasSize(5)
                .filteredOn(line -> line.contains("\"calibration\":{\"group\":\"camera-1\",\"images\":40}"))
                .hasSize(3);
        assertThat(lines.out().lines().filter(line -> line.contains("\"calibration\":{\"images\":78}")))
                .hasSize(2);
        assertThat(lines.err()).contains("judged by the calibration of their source 3, by the pooled one 2");
        assertThat(Shell.run("score", scored.toString(), "--bundle", bundle.toString())
                        .assertDone()
                        .out())
                .doesNotContain("\"group\":\"camera-1\",\"images\"");
    }

    @Test
    void shouldRefuseSourcesThatImagesOrBundlesDoNotHave() {
        calibrate(boards, "--alpha", "0.05", "--by-source")
                .assertRefused("no image is in a folder below", "leave out --by-source");
        Shell.run("score", boards.toString(), "--bundle", bundle.toString(), "--by-source")
                .assertRefused("is pooled: it has no groups of sources", "calibrate with --by-source");
    }

    @Test
    void shouldLeaveACalibrationAloneThatIsTheSame() throws IOException {
        calibrate(boards, "--alpha", "0.05").assertDone();
        calibrate(boards, "--alpha", "0.05").assertDone();
        assertThat(bundle.resolve("calibration.json.bak"))
                .hasSameBinaryContentAs(Bundles.BOARDS.resolve("calibration.json"));
    }

    @Test
    void shouldCalibrateABundleThatHasNoCalibrationYet() throws IOException {
        Files.delete(bundle.resolve("calibration.json"));
        calibrate(boards, "--alpha", "0.05").assertDone();
        assertThat(Bundle.load(bundle).calibration().images()).isEqualTo(BOARDS);
        assertThat(bundle.resolve("calibration.json.bak")).doesNotExist();
    }

    @Test
    void shouldReplaceACalibrationThatIsBroken() throws IOException {
        Files.writeString(bundle.resolve("calibration.json"), "{ not json");
        Shell.Ended ended = calibrate(boards, "--alpha", "0.05").assertDone();
        assertThat(ended.err()).contains("warning: the present calibration is not compared with");
        assertThat(Bundle.load(bundle).calibration().images()).isEqualTo(BOARDS);
    }

    @Test
    void shouldLeaveTheBundleAloneWhenACopyIsAskedFor() {
        Path copy = folder.resolve("copies/line-3");
        calibrate(boards, "--alpha", "0.05", "--out", copy.toString()).assertDone();
        assertThat(bundle.resolve("calibration.json"))
                .hasSameBinaryContentAs(Bundles.BOARDS.resolve("calibration.json"));
        assertThat(Bundle.load(copy).calibration().images()).isEqualTo(BOARDS);
        Shell.run("check", "--bundle", copy.toString()).assertDone();
        assertThat(copy.getParent()).isDirectoryContaining("glob:**/line-3");
        assertThat(copy.getParent().toFile().list()).containsExactly("line-3");
    }

    @Test
    void shouldTakeAFolderForWhatTheIdxFileIs() throws IOException {
        Path pngs = folder.resolve("pngs");
        new BoardSet(new BoardGenerator(5), BOARDS, false).writeFolder(pngs, done -> {});
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        calibrate(boards, "--alpha", "0.05", "--out", first.toString()).assertDone();
        calibrate(pngs, "--alpha", "0.05", "--out", second.toString()).assertDone();
        for (Score score : Score.values()) {
            assertThat(Bundle.load(second).calibration().sample(score).ascending())
                    .isEqualTo(Bundle.load(first).calibration().sample(score).ascending());
        }
    }

    @Test
    void shouldWarnOfImagesOfAnotherPopulation() throws IOException {
        new BoardSet(new BoardGenerator(5, 128), BOARDS, false).writeFolder(folder.resolve("large"), done -> {});
        Shell.Ended ended =
                calibrate(folder.resolve("large"), "--alpha", "0.05").assertDone();
        assertThat(ended.err())
                .contains("warning: density is distributed otherwise than in the present calibration", "above 0.1");
    }

    @Test
    void shouldDrawTheHistograms() throws IOException {
        Path picture = folder.resolve("pictures/scores.png");
        calibrate(boards, "--alpha", "0.05", "--png", picture.toString()).assertDone();
        assertThat(ImageIO.read(picture.toFile()).getHeight()).isEqualTo(220 * Score.values().length);
    }

    @Test
    void shouldRefuseTooFewImagesAndSayHowManyAreNeeded() {
        calibrate(boards, "--alpha", "0.005")
                .assertRefused(
                        "alpha 0.005 decided by 'default' is out of reach with 120 images: alpha 0.0083 and above",
                        "give at least 199 normal images");
        assertUnchanged();
    }

    @Test
    void shouldNeedMoreImagesForATwoSidedScore() {
        calibrate(boards, "--alpha", "0.01").assertDone();
        calibrate(boards, "--alpha", "0.01", "--decide", "elbo").assertRefused("give at least 199");
    }

    @Test
    void shouldExtrapolateTailsOnlyWhenAskedForAndJudgeByThemOnlyThen() {
        Shell.Ended ended =
                calibrate(boards, "--alpha", "0.001", "--extrapolate-tail").assertDone();
        assertThat(ended.out()).contains("tail of local: 12 excesses over", "Kolmogorov-Smirnov p");
        assertThat(Bundle.load(bundle).calibration().tails()).containsKeys(Score.LOCAL, Score.DENSITY);
        Shell.run("check", "--bundle", bundle.toString(), "--provider", "cpu")
                .assertRefused("alpha 0.001 is out of reach of 'default' with 120 images", "--extrapolate-tail");
        Shell.run("check", "--bundle", bundle.toString(), "--provider", "cpu", "--extrapolate-tail")
                .assertDone();
    }

    @Test
    void shouldListImagesThatCannotBeUsedAndRefuse() throws IOException {
        Path pngs = folderWithATornImage();
        Shell.Ended ended = calibrate(pngs, "--alpha", "0.05");
        ended.assertRefused("1 of 120 images cannot be used", "--skip-bad");
        assertThat(ended.err()).contains("unusable: board-000007.png: undecodable");
        assertUnchanged();
    }

    @Test
    void shouldLeaveOutBadImagesWhenTold() throws IOException {
        Shell.Ended ended = calibrate(folderWithATornImage(), "--alpha", "0.05", "--skip-bad")
                .assertDone();
        assertThat(ended.err()).contains("skipped: board-000007.png: undecodable");
        assertThat(Bundle.load(bundle).calibration().images()).isEqualTo(BOARDS - 1);
    }

    @Test
    void shouldRefuseImagesOfAnotherShape() throws IOException {
        Path small = folder.resolve("small.idx");
        new BoardSet(new BoardGenerator(5, 32), BOARDS, false).writeIdx(small, Optional.empty(), done -> {});
        calibrate(small, "--alpha", "0.05").assertRefused("images of 1x32x32, the model takes 1x64x64");
        assertUnchanged();
    }

    @Test
    void shouldRefuseImagesThatAreNotThere() {
        calibrate(folder.resolve("none"), "--alpha", "0.05").assertRefused("none", "does not exist");
    }

    @Test
    void shouldRefuseATargetThatHoldsSomethingElse() throws IOException {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("thesis.tex"), "years of work");
        calibrate(boards, "--alpha", "0.05", "--out", mine.toString()).assertRefused("is not an empty folder", "--out");
        assertThat(mine.resolve("thesis.tex")).hasContent("years of work");
    }

    @Test
    void shouldRefuseATargetThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        calibrate(boards, "--alpha", "0.05", "--out", file.resolve("copy").toString())
                .assertRefused("cannot write the calibration", "--out");
    }

    @Test
    void shouldRefuseAPictureThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        calibrate(boards, "--alpha", "0.05", "--png", file.resolve("scores.png").toString())
                .assertRefused("cannot write", "--png");
        assertUnchanged();
    }

    private Shell.Ended calibrate(Path images, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "calibrate",
                                "--provider",
                                "cpu",
                                "--bundle",
                                bundle.toString(),
                                "--images",
                                images.toString()),
                        Stream.of(more))
                .toList();
        return Shell.run(arguments.toArray(String[]::new));
    }

    private Path folderWithATornImage() throws IOException {
        Path pngs = folder.resolve("pngs");
        new BoardSet(new BoardGenerator(5), BOARDS, false).writeFolder(pngs, done -> {});
        Path torn = pngs.resolve("board-000007.png");
        byte[] whole = Files.readAllBytes(torn);
        Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
        return pngs;
    }

    private void assertUnchanged() {
        assertThat(bundle.resolve("calibration.json"))
                .hasSameBinaryContentAs(Bundles.BOARDS.resolve("calibration.json"));
        assertThat(bundle.resolve("calibration.json.bak")).doesNotExist();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
