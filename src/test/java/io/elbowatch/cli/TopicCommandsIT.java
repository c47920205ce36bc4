package io.elbowatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Commands that read a range of a topic: boards of two cameras, each fifth with a defect, two values that are no images,
 * and their scores by the bundle of this repository.
 */
class TopicCommandsIT {
    private static final int BOARDS = 150;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestBroker broker;

    @TempDir
    private static Path shared;

    /** The bundle with another calibration, which reports more. */
    private static Path strict;

    @TempDir
    private Path folder;

    private Path bundle;

    @BeforeAll
    static void score() throws IOException {
        broker = TestBroker.withTopics(2);
        Records records = broker.records();
        records.send("images", "camera-1", boards(1));
        records.send("images", "line-2/camera-2", boards(2));
        records.send("images", "camera-1", List.of(new byte[] {1, 2, 3}, new byte[0]));
        Bundle boards = Bundle.load(Bundles.BOARDS);
        try (OnnxModel model = OnnxModel.open(boards, ProviderChoice.parse("cpu"));
                ScoringApplication application = broker.stream("topic-commands")
                        .of(model, boards.manifest().toPreprocessing())
                        .judgedBy(boards.judge())
                        .start()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> records.readAll(List.of("scores")).size() == 2 * BOARDS);
            assertThat(application.endedBy()).isEmpty();
        }
        Path normals = shared.resolve("normals.idx.gz");
        new BoardSet(new BoardGenerator(5), 120, false).writeIdx(normals, Optional.empty(), done -> {});
        strict = shared.resolve("strict");
        Shell.run(
                        "calibrate",
                        "--bundle",
                        Bundles.BOARDS.toString(),
                        "--images",
                        normals.toString(),
                        "--alpha",
                        "0.3",
                        "--out",
                        strict.toString())
                .assertDone();
    }

    private static List<byte[]> boards(long seed) {
        BoardSet set = new BoardSet(new BoardGenerator(seed), BOARDS, true);
        List<byte[]> boards = new ArrayList<>();
        for (int i = 0; i < BOARDS; i++) {
            boards.add(set.board(i).picture().png());
        }
        return boards;
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void copyTheBundle() throws IOException {
        bundle = Files.createDirectory(folder.resolve("bundle"));
        copyAgain();
    }

    private void copyAgain() throws IOException {
        for (String file : List.of("model.onnx", "manifest.json", "calibration.json", "golden.json")) {
            Files.copy(Bundles.BOARDS.resolve(file), bundle.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void shouldCalibrateWithASampleThatTheSeedDetermines() throws IOException {
        Shell.Ended first = calibrate("--sample", "100", "--seed", "7").assertDone();
        byte[] calibration = Files.readAllBytes(bundle.resolve("calibration.json"));
        calibrate("--sample", "100", "--seed", "7").assertDone();

        assertThat(first.err()).contains("seen 302 images, sampled 100 with --sample 100 and --seed 7");
        assertThat(first.out()).contains("with 100 images in 2 groups");
        assertThat(Bundle.load(bundle).calibration().images()).isEqualTo(100);
        assertThat(Files.readAllBytes(bundle.resolve("calibration.json"))).isEqualTo(calibration);
        calibrate("--sample", "100", "--seed", "8").assertDone();
        assertThat(Files.readAllBytes(bundle.resolve("calibration.json"))).isNotEqualTo(calibration);
    }

    @Test
    void shouldCalibrateForEachKey() {
        Shell.Ended ended = calibrateAt("0.02", "--by-source").assertDone();

        assertThat(ended.out()).containsPattern("camera-1 +150 .*its own images");
        assertThat(Bundle.load(bundle).calibration().groups()).containsOnlyKeys("camera-1", "line-2/camera-2");
    }

    @Test
    void shouldNameWhatTheStreamRejects() {
        Shell.Ended ended = calibrate().assertDone();
        assertThat(ended.err())
                .contains("rejected as the stream does, of 302 that were drawn: empty 1, unknown_format 1");
        assertThat(ended.out()).contains("with 300 images in 2 groups");
    }

    @Test
    void shouldLeaveOutWhatThePresentCalibrationReports() {
        Shell.Ended ended =
                calibrate("--skip-anomalous", "--source", "line-2/*").assertDone();
        assertThat(ended.err())
                .containsPattern("left out [1-9][0-9]* of 150 that were drawn: the present calibration reports them at"
                        + " alpha 0.001")
                .contains("at alpha 0.05 expect a false-alarm rate of 0.051");
        assertThat(Bundle.load(bundle).calibration().images()).isBetween(90, 149);
    }

    @Test
    void shouldLeaveOutWhatIsLabelledAsADefectAndKeepWhatIsLabelledAsNormal() throws IOException {
        List<OutputOrigin> reported = reported();
        broker.createTopic("said", 1);
        reported.subList(0, 9).forEach(image -> label(image, Truth.DEFECT));
        reported.subList(7, 10).forEach(image -> label(image, Truth.NORMAL)); // two people changed their mind
        label(reported.get(10), Truth.UNSURE);
        broker.records().send("said", reported.get(6).text(), Arrays.asList(new byte[1][]));
        broker.records().send("said", "no-coordinates", List.of(new byte[] {1}));

        Shell.Ended all = calibrate("--topics-feedback", "said").assertDone();
        assertThat(all.err())
                .contains("10 labels in said; 1 records are no labels")
                .contains("left out 6 of 302: they are labelled as defects");
        assertThat(Bundle.load(bundle).calibration().images()).isEqualTo(300 - 6);

        copyAgain();
        Shell.Ended skipping =
                calibrate("--topics-feedback", "said", "--skip-anomalous").assertDone();
        assertThat(skipping.err())
                .contains("left out " + (reported.size() - 9)
                        + " of 296 that were drawn: the present calibration reports")
                .contains("; 3 more that it reports are labelled as normal and stay")
                .contains("nobody labelled are missing: at alpha 0.05 expect a false-alarm rate of at most");
        assertThat(Bundle.load(bundle).calibration().images()).isEqualTo(300 - reported.size() + 3);

        copyAgain();
        String sampled = calibrate("--topics-feedback", "said", "--skip-anomalous", "--sample", "100")
                .assertDone()
                .err();
        Matcher drawn =
                Pattern.compile("left out (\\d+) of (\\d+) that were drawn").matcher(sampled);
        assertThat(drawn.find()).as(sampled).isTrue();
        double share = Double.parseDouble(drawn.group(1)) / Double.parseDouble(drawn.group(2));
        assertThat(sampled).contains(String.format(Locale.ROOT, "at most %.2g%n", 1 - (1 - 0.05) * (1 - share)));
    }

    /** Of the reported images half are labelled as defects; the instances judged at 0.001. */
    @Test
    void shouldSayWhatOtherAlphasWouldHaveGivenAndPublishTheAcceptedOne() throws Exception {
        List<OutputOrigin> reported = reported();
        broker.createTopic("opinions", 1);
        try (Admin admin = broker.admin()) {
            admin.createTopics(List.of(
                            new NewTopic("accepted", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        for (int i = 0; i < reported.size(); i++) {
            label("opinions", reported.get(i), i % 2 == 0 ? Truth.DEFECT : Truth.NORMAL);
        }
        JsonNode json = json(suggest("--json", "--alphas", "0.0007").assertDone());

        assertThat(json.at("/alpha").asDouble()).isEqualTo(0.001);
        assertThat(json.at("/reportedLabels").asInt()).isEqualTo(reported.size());
        JsonNode inForce = row(json, 0.001);
        assertThat(inForce.at("/labels").asInt()).isEqualTo(reported.size());
        assertThat(inForce.at("/precision/value").asDouble()).isBetween(0.4, 0.6);
        assertThat(inForce.at("/recall").isMissingNode()).isTrue();
        assertThat(row(json, 0.0007).at("/labels").asInt()).isLessThanOrEqualTo(reported.size());
        assertThat(row(json, 0.002).at("/precision").isMissingNode()).isTrue();
        assertThat(row(json, 0.002).at("/doubts").toString()).contains("label images of the review queue");

        assertThat(suggest("--accept", "0.002").code()).isEqualTo(ExitCodes.USAGE);
        assertThat(suggest("--accept", "0.002", "--by", "Ada", "--wait").code()).isEqualTo(ExitCodes.USAGE);
        suggest("--accept", "0.002", "--by", "Ada").assertRefused("nobody can be asked");
        assertThat(broker.records().readAll(List.of("accepted"))).isEmpty();
        Shell.Ended accepted =
                suggest("--accept", "0.002", "--by", "Ada", "--yes").assertDone();
        assertThat(accepted.out()).contains("* 0.001", "published to accepted at offset 0");
        assertThat(accepted.err()).contains("the labels say little of alpha 0.002");
        assertThat(broker.records().readAll(List.of("accepted")))
                .singleElement()
                .satisfies(record -> assertThat(new String(record.value(), UTF_8))
                        .isEqualTo("{\"schema\":1,\"alpha\":0.002,\"by\":\"Ada\"}"));
        suggest("--accept", "0.002", "--by", "Ada", "--yes", "--for", "camera-7")
                .assertRefused("has no plan that is in force");
    }

    @Test
    void shouldCompareBothModelsByLabels() throws IOException {
        List<OutputOrigin> reported = reported();
        broker.createTopic("known", 1);
        for (int i = 0; i < reported.size(); i++) {
            label("known", reported.get(i), i % 4 == 0 ? Truth.NORMAL : Truth.DEFECT);
        }
        Shell.Ended same =
                replay(Bundles.BOARDS, "--topics-feedback", "known", "--json").assertDone();
        assertThat(same.err())
                .contains(reported.size() + " labels in known; " + reported.size() + " of images of this");
        JsonNode labelled = json(same).at("/labelled");
        assertThat(labelled.at("/now/precision/value").asDouble()).isBetween(0.6, 0.9);
        assertThat(labelled.at("/now/precision")).isEqualTo(labelled.at("/before/precision"));
        assertThat(labelled.at("/now/recall/value").isMissingNode()).isTrue();

        Shell.Ended other = replay(strict, "--topics-feedback", "known").assertDone();
        assertThat(other.out()).contains("by " + reported.size() + " labels").containsPattern("precision .* \\? \\(");
        replay(strict, "--topics-feedback", "known", "--fail-if", "precision < 0.5")
                .assertRefused("images that decide it have no label");
        assertThat(replay(strict, "--topics-feedback", "known", "--fail-if", "precision_before < 0.95")
                        .code())
                .isEqualTo(ExitCodes.CONDITION);
    }

    private static Shell.Ended suggest(String... more) {
        return Shell.run(Stream.concat(
                        Stream.of(
                                "suggest",
                                "--topics-feedback",
                                "opinions",
                                "--topics-settings",
                                "accepted",
                                "--bootstrap-servers",
                                broker.bootstrapServers()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static JsonNode row(JsonNode suggestions, double alpha) {
        for (JsonNode row : suggestions.at("/alphas")) {
            if (row.at("/alpha").asDouble() == alpha) {
                return row;
            }
        }
        throw new AssertionError("no alpha " + alpha + " in " + suggestions);
    }

    @Test
    void shouldSayThatThereAreNoLabels() {
        assertThat(calibrate().assertDone().err()).contains("no labels: there is no topic feedback");
        calibrate("--topics-feedback", "nowhere").assertRefused("there is no topic nowhere");
    }

    /** The images that the stream reported, by their coordinates. */
    private static List<OutputOrigin> reported() {
        return broker.records().readAll(List.of("anomalies")).stream()
                .map(record -> OutputOrigin.ofJson(record.value()))
                .sorted(Comparator.comparing(OutputOrigin::text))
                .toList();
    }

    private static void label(OutputOrigin image, Truth truth) {
        label("said", image, truth);
    }

    private static void label(String topic, OutputOrigin image, Truth truth) {
        LabelRecord label = new LabelRecord(
                image,
                OptionalLong.empty(),
                Optional.empty(),
                truth,
                Optional.empty(),
                Optional.empty(),
                "Ada",
                1,
                Optional.empty());
        broker.records().send(topic, image.text(), List.of(LabelJson.write(label)));
    }

    @Test
    void shouldRefuseARangeThatCannotBe() {
        calibrate("--offsets", "0:100000-").assertRefused("no image in the range");
        calibrate("--source", "nobody").assertRefused("no image in the range");
        calibrate("--offsets", "9:0-").assertRefused("has no partition 9");
        calibrate("--sample", "2000000000").assertRefused("a sample of 2000000000 images of 1x64x64 would take");
        calibrate("--sample", "3").assertMistake("20 images or more, not 3");
        calibrate("--last", "2h", "--offsets", "0:1-").assertMistake("the range is given twice");
        calibrate("--from", "2026-11-29T06:00:00").assertMistake("--from '2026-11-29T06:00:00' is no time");
        Shell.run("calibrate", "--bundle", bundle.toString(), "--images", "x", "--last", "2h")
                .assertMistake("are of a topic");
    }

    /** The same bundle says of every image what was recorded. */
    @Test
    void shouldFindNoFlipOfTheSameBundle() throws IOException {
        JsonNode replay = json(replay(Bundles.BOARDS, "--json").assertDone());

        assertThat(replay.at("/all/images").asInt()).isEqualTo(300);
        assertThat(replay.at("/all/compared").asInt()).isEqualTo(300);
        assertThat(replay.at("/all/reported")).isEqualTo(replay.at("/all/reportedBefore"));
        assertThat(replay.at("/all/reported/images").asInt()).isPositive();
        assertThat(replay.at("/flips")).isEmpty();
        assertThat(replay.at("/rejected/empty").asInt()).isEqualTo(1);
        assertThat(replay.at("/rejected/unknown_format").asInt()).isEqualTo(1);
        assertThat(replay.at("/sources")).hasSize(2);
        assertThat(replay.at("/before/comparable").asBoolean()).isTrue();
        for (JsonNode shift : replay.at("/shifts")) {
            assertThat(shift.at("/distance").asDouble()).as(shift.toString()).isLessThan(0.02);
        }
    }

    @Test
    void shouldReportFlipsWithTheirPictures() throws IOException {
        Path flips = folder.resolve("flips");
        Shell.Ended ended =
                replay(strict, "--evidence", flips.toString(), "--source", "camera-?", "--fail-if", "flips>0");

        assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCodes.CONDITION);
        assertThat(ended.err()).containsPattern("failed: flips>0 \\([1-9][0-9.]*\\)");
        assertThat(ended.out())
                .contains("recorded scores in scores by boards")
                .contains("all ", "camera-1 ", "reported now", "Kolmogorov-Smirnov", "images/s on")
                .doesNotContain("line-2");
        String page = Files.readString(flips.resolve("index.html"));
        try (Stream<Path> files = Files.list(flips)) {
            List<String> pictures = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".png"))
                    .toList();
            assertThat(pictures).isNotEmpty();
            assertThat(page).contains(pictures).contains("<td>camera-1</td>");
        }
    }

    @Test
    void shouldCompareTwoBundlesAsWithTheRecordedScores() throws IOException {
        JsonNode against = json(
                replay(strict, "--against", Bundles.BOARDS.toString(), "--json").assertDone());
        JsonNode recorded = json(replay(strict, "--json").assertDone());

        assertThat(against.at("/before/topic").isMissingNode()).isTrue();
        assertThat(against.at("/before/cost/images").asInt()).isEqualTo(302);
        assertThat(flips(against)).isNotEmpty().isEqualTo(flips(recorded));
        assertThat(against.at("/all")).isEqualTo(recorded.at("/all"));
    }

    @Test
    void shouldSayWhatItDoesNotKnow() {
        broker.createTopic("empty", 1);
        Shell.Ended ended = replay(Bundles.BOARDS, "--topics-scores", "empty").assertDone();
        assertThat(ended.out()).contains("no image has a recorded score in empty, so nothing is compared");
        replay(Bundles.BOARDS, "--topics-scores", "empty", "--fail-if", "flips > 0")
                .assertRefused("'flips > 0' is not known");
        replay(Bundles.BOARDS, "--offsets", "0:100000-").assertRefused("no image in the range");
        assertThat(replay(Bundles.BOARDS, "--fail-if", "wrong_alarms > 1").code())
                .isEqualTo(ExitCodes.USAGE);
    }

    /** Raw images have the size of one model. */
    @Test
    void shouldRefuseABundleThatRejectsEveryImage() {
        broker.createTopic("raw", 1);
        broker.records().send("raw", "a", List.of(new byte[4], new byte[4]));
        Shell.run(
                        "replay",
                        "--bundle",
                        Bundles.BOARDS.toString(),
                        "--from-topic",
                        "raw",
                        "--bootstrap-servers",
                        broker.bootstrapServers())
                .assertRefused("rejects every image in the range: unknown_format 2");
    }

    private Shell.Ended calibrate(String... more) {
        return calibrateAt("0.05", more);
    }

    private Shell.Ended calibrateAt(String alpha, String... more) {
        return run(
                List.of("calibrate", "--bundle", bundle.toString(), "--from-topic", "images", "--alpha", alpha), more);
    }

    private static Shell.Ended replay(Path bundle, String... more) {
        return run(List.of("replay", "--bundle", bundle.toString(), "--from-topic", "images"), more);
    }

    private static Shell.Ended run(List<String> command, String... more) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--provider", "cpu", "--bootstrap-servers", broker.bootstrapServers()));
        arguments.addAll(List.of(more));
        return Shell.run(arguments.toArray(String[]::new));
    }

    /** Without the p-values: a recorded one has nine digits. */
    private static List<String> flips(JsonNode replay) {
        List<String> flips = new ArrayList<>();
        replay.at("/flips")
                .forEach(flip ->
                        flips.add(flip.at("/partition") + "@" + flip.at("/offset") + " " + flip.at("/reported")));
        return flips;
    }

    private static JsonNode json(Shell.Ended ended) throws IOException {
        return JSON.readTree(ended.out());
    }
}
