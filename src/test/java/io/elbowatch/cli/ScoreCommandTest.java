package io.elbowatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.OrientedJpeg;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ScoreCommandTest {
    private static final Offset<Double> NINE_DIGITS = Offset.offset(5.1e-10);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BoardSet BOARDS = new BoardSet(new BoardGenerator(3), 96, true);

    @TempDir
    private static Path shared;

    private static Path idx;
    private static Path labels;
    private static Path pngs;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generateBoards() throws IOException {
        idx = shared.resolve("test.idx");
        labels = shared.resolve("test-labels.idx");
        pngs = shared.resolve("test");
        BOARDS.writeIdx(idx, Optional.of(labels), done -> {});
        BOARDS.writeFolder(pngs, done -> {});
    }

    @Test
    void shouldPrintTheStreamsNumbersAsJson() throws IOException {
        List<String> lines = score(idx).assertDone().out().lines().toList();
        assertThat(lines).hasSize(96);
        Bundle bundle = Bundle.load(Bundles.BOARDS);
        Judge judge = bundle.judge();
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = model.newScorer()) {
            for (int i = 0; i < lines.size(); i++) {
                JsonNode line = JSON.readTree(lines.get(i));
                ElboTerms terms = scorer.score(List.of(BOARDS.board(i).picture().pixels()))
                        .get(0);
                Verdict verdict = judge.judge(terms);
                assertThat(line.at("/image/name").asText()).isEqualTo("test.idx#" + i);
                assertThat(line.at("/terms/local").floatValue()).isEqualTo(terms.local());
                assertThat(line.at("/terms/elbo").floatValue())
                        .isEqualTo((float) terms.elbo(bundle.manifest().beta()));
                assertThat(line.at("/pValues/density").asDouble())
                        .isCloseTo(verdict.pValue(Decider.DENSITY), NINE_DIGITS);
                assertThat(line.at("/verdict/anomalous").asBoolean()).isEqualTo(verdict.anomalous());
            }
        }
    }

    @Test
    void shouldWarnOfFilesThatItLeavesOutAndOfImagesThatViewersTurn() throws IOException {
        Path set = Files.createDirectory(folder.resolve("set"));
        Files.write(set.resolve("a.jfif"), OrientedJpeg.plain());
        Files.write(set.resolve("b.jpg"), OrientedJpeg.bytes(6, ByteOrder.LITTLE_ENDIAN));
        Files.write(set.resolve("c.gif"), new byte[] {'G', 'I'});
        Files.write(set.resolve("d.jxl"), new byte[] {'J', 'X', 'L', ' '});

        Shell.Ended ended = score(set).assertDone();

        assertThat(ended.out().lines()).hasSize(2);
        assertThat(ended.err())
                .contains("warning: 2 files are left out, such as c.gif", "(.gif 1, .jxl 1)")
                .contains("warning: 1 of 2 images have an EXIF orientation, such as b.jpg")
                .contains("scored 2");
    }

    @Test
    void shouldPictureAnomalousImagesAndSayWhere() throws IOException {
        Path pictures = folder.resolve("evidence");
        List<String> lines = score(idx, "--evidence", pictures.toString())
                .assertDone()
                .out()
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            boolean anomalous = line.at("/verdict/anomalous").asBoolean();
            assertThat(line.has("reasons")).isEqualTo(anomalous);
            assertThat(line.has("evidence")).isEqualTo(anomalous);
            assertThat(Files.exists(pictures.resolve(String.format(Locale.ROOT, "%06d-test.idx-%d.png", i, i))))
                    .isEqualTo(anomalous);
        }
        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files.count()).isBetween(10L, 90L);
        }
    }

    @Test
    void shouldWriteTheSameNumbersAsCsv() throws IOException {
        Path csv = folder.resolve("scores.csv");
        score(idx, "--format", "csv", "--out", csv.toString()).assertDone();
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows).hasSize(97);
        List<String> names = List.of(rows.get(0).split(",", -1));
        List<String> json = score(idx).out().lines().toList();
        for (int i = 1; i < rows.size(); i++) {
            String[] row = rows.get(i).split(",", -1);
            JsonNode line = JSON.readTree(json.get(i - 1));
            assertThat(row).hasSize(names.size());
            assertThat(Float.parseFloat(row[names.indexOf("kl")]))
                    .isEqualTo(line.at("/terms/kl").floatValue());
            assertThat(Double.parseDouble(row[names.indexOf("p_default")]))
                    .isCloseTo(line.at("/pValues/default").asDouble(), NINE_DIGITS);
            assertThat(row[names.indexOf("anomalous")])
                    .isEqualTo(line.at("/verdict/anomalous").asText());
        }
        assertThat(folder.toFile().list()).containsExactly("scores.csv");
    }

    @Test
    void shouldSayHowWellEveryScoreDoesWhereThereAreLabels() {
        Shell.Ended ended = score(idx, "--labels", labels.toString(), "--alpha", "0.01", "--decide", "local");
        assertThat(ended.assertDone().err())
                .contains(
                        "false alarms at alpha 0.01, of 48 normal images",
                        "all anomalies",
                        "found, of 48",
                        "kind 1",
                        "kind 6",
                        "AUROC",
                        "decided by local");
        assertThat(ended.out().lines()).hasSize(96);
    }

    @Test
    void shouldTakeFoldersForKinds() {
        String byNormal = score(pngs, "--normal", "normal").assertDone().err();
        assertThat(byNormal).contains("of 48 normal images", "mousebite", "found, of 8");
        String byKind = score(pngs, "--positive", "open", "--positive", "short")
                .assertDone()
                .err();
        assertThat(byKind).contains("of 80 normal images", "open", "short").doesNotContain("mousebite");
    }

    @Test
    void shouldSayTheSameOfAFolderAndOfAnIdxFile() {
        assertThat(overall(score(pngs, "--normal", "normal")))
                .isEqualTo(overall(score(idx, "--labels", labels.toString())));
    }

    @Test
    void shouldSayThatTheBundleDoesNotFitImagesOfWhichNearlyAllAreAnomalous() throws IOException {
        Path grey = Files.createDirectory(folder.resolve("grey"));
        for (int i = 0; i < 12; i++) {
            byte[] pixels = new byte[64 * 64];
            Arrays.fill(pixels, (byte) (100 + i));
            Files.write(grey.resolve(i + ".raw"), pixels);
        }

        assertThat(score(folder).assertDone().err())
                .contains("warning: 12 of 12 images are anomalous", "does not fit them, unless they are anomalies")
                .contains("calibrate --bundle ", "make_bundle.py", "./elbowatch start " + folder);
        assertThat(score(folder, "--normal", "grey").assertDone().err())
                .contains("warning: 12 of 12 normal images are anomalous", "does not fit them: calibrate");
        assertThat(score(folder, "--positive", "grey").assertDone().err()).doesNotContain("does not fit");
        assertThat(score(idx).assertDone().err()).doesNotContain("does not fit");
    }

    @Test
    void shouldListARejectedImageWithItsReason() throws IOException {
        Files.write(folder.resolve("bad, \"torn\".png"), new byte[] {1, 2, 3});
        JsonNode line = JSON.readTree(score(folder).assertDone().out());
        assertThat(line.at("/rejected/reason").asText()).isEqualTo("undecodable");
        assertThat(line.has("verdict")).isFalse();
        Shell.Ended csv = score(folder, "--format", "csv").assertDone();
        String[] rows = csv.out().split("\n");
        assertThat(rows[1]).startsWith("\"bad, \"\"torn\"\".png\",").contains(",undecodable,");
        assertThat(csv.err()).contains("scored 0, anomalous 0", "rejected 1");
    }

    @Test
    void shouldRefuseLabelsThatAreMissingOrOfOtherImages() throws IOException {
        score(idx, "--labels", folder.resolve("none").toString()).assertRefused("none", "does not exist");
        Path few = folder.resolve("few.idx");
        Path fewLabels = folder.resolve("few-labels.idx");
        new BoardSet(new BoardGenerator(3), 10, true).writeIdx(few, Optional.of(fewLabels), done -> {});
        score(idx, "--labels", fewLabels.toString()).assertRefused("10 labels for 96 images");
        score(idx, "--labels", idx.toString()).assertRefused("not labels");
        score(pngs, "--labels", fewLabels.toString()).assertRefused("10 labels for");
    }

    @Test
    void shouldRefuseAGroupThatNoImageBelongsTo() {
        Path out = folder.resolve("scores.jsonl");
        String pictures = folder.resolve("pictures").toString(); // made before the first image
        score(pngs, "--normal", "nromal", "--out", out.toString(), "--evidence", pictures)
                .assertRefused("no image belongs to the group 'nromal'", "mousebite, normal, open");
        assertThat(out).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldRefuseImagesOfAnotherShape() throws IOException {
        Path small = folder.resolve("small.idx");
        new BoardSet(new BoardGenerator(3, 32), 4, false).writeIdx(small, Optional.empty(), done -> {});
        score(small).assertRefused("images of 1x32x32, the model takes 1x64x64");
    }

    @Test
    void shouldRefuseAFileThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        score(idx, "--out", file.resolve("scores.csv").toString()).assertRefused("cannot write", "--out");
        score(idx, "--out", folder.toString()).assertRefused("is a folder", "--out");
    }

    @Test
    void shouldRefuseTwoWaysToSayWhatTheImagesAre() {
        assertThat(score(idx, "--labels", labels.toString(), "--normal", "a").code())
                .isEqualTo(ExitCodes.USAGE);
    }

    private static String overall(Shell.Ended ended) {
        String table = ended.assertDone().err();
        return table.substring(table.indexOf("false alarms"), table.indexOf("\n\n", table.indexOf("all anomalies")));
    }

    private static Shell.Ended score(Path images, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "score", images.toString(), "--provider", "cpu", "--bundle", Bundles.BOARDS.toString()),
                        Stream.of(more))
                .toList();
        return Shell.run(arguments.toArray(String[]::new));
    }
}
