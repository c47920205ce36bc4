package io.elbowatch.cli;

import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Records;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The commands as a shell runs them: exit code, standard output and standard error. */
class CommandsIT {
    private static final String FASHION = Bundles.FASHION_MNIST.toString();
    private static EmbeddedBroker broker;

    /** What a shell sees of a command that has ended. */
    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        broker.createTopics(Map.of("images", 1, "scores", 1, "anomalies", 1));
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @Test
    void shouldShowTheDemoAndAccountForEveryImage() {
        Ended demo = execute(
                "demo",
                "--bundle",
                Bundles.BOARDS.toString(),
                "--duration",
                "12s",
                "--rate",
                "400",
                "--http-port",
                "0");
        assertThat(demo.code()).isZero();
        assertThat(demo.out())
                .contains("/metrics", "ANOMALY", "INCIDENT", "covered_lens")
                .contains("Line 1: an etching fault grows", "Line 2: something lies on the lens");
        Matcher summary = Pattern.compile("in ([\\d,]+) = scored ([\\d,]+) \\+ rejected ([\\d,]+)")
                .matcher(demo.out());
        assertThat(summary.find()).isTrue();
        assertThat(number(summary.group(1)))
                .isGreaterThan(100)
                .isEqualTo(number(summary.group(2)) + number(summary.group(3)));
    }

    @Test
    void shouldRefuseToShowImagesOfAnotherSize(@TempDir Path folder) throws IOException {
        Path idx = folder.resolve("boards.idx");
        new BoardSet(new BoardGenerator(1, 32), 5, false).writeIdx(idx, Optional.empty(), done -> {});

        Ended demo = execute("demo", "--images", idx.toString(), "--http-port", "0", "--duration", "5s");

        assertRefused(demo, "boards.idx holds images of 1x32x32", "the model takes 1x64x64");
        assertThat(demo.out()).doesNotContain("REJECTED");
    }

    @Test
    void shouldStartWithImagesOfAnyKindWithoutTraining(@TempDir Path folder) throws IOException {
        Path photos = folder.resolve("photos");
        writeGradients(photos.resolve("a"), 100, 0);
        writeGradients(photos.resolve("dark"), 20, 180);

        Ended start = execute("start", photos.toString(), "--rate", "60", "--http-port", "0", "--duration", "6s");

        assertThat(start.code()).as(start.err()).isZero();
        assertThat(start.out())
                .contains("calibrated on the first 100 images", "1.000 %")
                .containsPattern("(ANOMALY|INCIDENT) +dark")
                .doesNotContain("silence");
    }

    /** Grey PNG files of slopes with a little noise. */
    private static void writeGradients(Path folder, int count, int darker) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(darker);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(80, 60, BufferedImage.TYPE_BYTE_GRAY);
            for (int y = 0; y < 60; y++) {
                for (int x = 0; x < 80; x++) {
                    int grey = 190 + x / 2 + random.nextInt(20) - darker;
                    image.getRaster().setSample(x, y, 0, Math.min(255, grey));
                }
            }
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
    }

    @Test
    void shouldFeedWhatCamerasSee() {
        Ended feed =
                execute("feed", "--cameras", "3", "--limit", "90", "--bootstrap-servers", broker.bootstrapServers());

        assertThat(feed.code()).as(feed.err()).isZero();
        assertThat(feed.out()).contains("sent=90 acknowledged=90");
        List<ConsumerRecord<byte[], byte[]>> images = new Records(broker.bootstrapServers()).readAll(List.of("images"));
        assertThat(images)
                .hasSize(90)
                .allSatisfy(image ->
                        assertThat(Records.header(image, "content-type")).isEqualTo("image/png"));
        assertThat(images)
                .extracting(image -> new String(image.key(), UTF_8))
                .containsOnly("line-1", "line-2", "line-3");
        assertThat(images)
                .extracting(image -> Records.header(image, "image-name"))
                .doesNotHaveDuplicates()
                .contains("line-1/000006.png#short", "line-2/000012.png#covered_lens");
    }

    @Test
    void shouldFeedFromOnePlaceAndOneOnly() {
        assertThat(execute("feed").code()).isEqualTo(ExitCodes.USAGE);
        assertThat(execute("feed", "photos", "--cameras", "3").code()).isEqualTo(ExitCodes.USAGE);
        assertMistake(execute("feed", "--cameras", "0"), "1 to 1000 cameras, not 0", "--cameras");
        assertMistake(
                execute("feed", "--cameras", "1", "--topic", "line-1,line-2"), "several: line-1, line-2", "--topic");
    }

    @Test
    void shouldSayWhatIsInASoundBundle() {
        Ended check = execute("check", "--bundle", FASHION, "--provider", "cpu");
        assertThat(check.code()).isZero();
        assertThat(check.out()).contains("fashion-mnist 2.1.0", "32 images agree", "10000 images", "features", "valid");
    }

    @Test
    void shouldSayHowFarOffEveryTermIs() {
        Ended check =
                execute("check", "--bundle", FASHION, "--provider", "cpu", "--random-images", "40", "--seed", "7");
        assertThat(check.code()).isZero();
        assertThat(check.out())
                .contains(
                        "40 random images, seed 7",
                        "graph against reference, golden images (32)",
                        "graph against training, golden images (32)",
                        "reference against training, golden images (32)",
                        "graph against reference, random images (40)",
                        "reconstruction_nll",
                        "bit-equal");
    }

    @Test
    void shouldCheckAnAdoptedBundle() {
        Ended check = execute("check", "--bundle", Bundles.ADOPTED.toString(), "--provider", "cpu");
        assertThat(check.code()).isZero();
        assertThat(check.out()).contains("256 random images, seed 1", "valid");
    }

    /** A smaller box makes the graph's own other than the manifest's: golden images agree, the reference does not. */
    @Test
    void shouldRefuseAGraphThatComputesAnotherTermThanItsManifestSays(@TempDir Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Bundles.FASHION_MNIST)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"box\": 5", "\"box\": 4"));
        Ended check = execute("check", "--bundle", folder.toString(), "--provider", "cpu", "--random-images", "5");
        assertRefused(check, "graph against reference, golden images: local of", "expected", "allowed 1.0e-04");
        assertThat(check.out()).contains("random images (5)").doesNotContain("valid");
    }

    @Test
    void shouldRefuseANegativeNumberOfImages() {
        Ended check = execute("check", "--bundle", FASHION, "--random-images", "-1");
        assertThat(check.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(check.err()).contains("--random-images must be 0 or more");
    }

    @Test
    void shouldRefuseAMissingTopicByName() {
        Ended run = execute(
                "run", "--bundle", FASHION, "--bootstrap-servers", broker.bootstrapServers(), "--http-port", "0");
        assertRefused(run, "there is no topic evidence, incidents, rejected", "--topics-create");
    }

    @Test
    void shouldPublishSettings() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(
                            List.of(new NewTopic("limits", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            await().until(() -> admin.listTopics().names().get().contains("limits"));
        }
        String servers = broker.bootstrapServers();

        Ended looser = execute(
                "set", "--alpha", "0.01", "--decide", "local", "--topic", "limits", "--bootstrap-servers", servers);
        Ended reset = execute("set", "--reset", "--topic", "limits", "--bootstrap-servers", servers);

        assertThat(looser.code()).as(looser.err()).isZero();
        assertThat(looser.out()).contains("limits at offset 0: {\"schema\":1,\"alpha\":0.01,\"decide\":\"local\"}");
        assertThat(reset.out()).contains("limits at offset 1: {\"schema\":1}");
        assertThat(new Records(servers).readAll(List.of("limits")))
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("verdict", "verdict");
    }

    @Test
    void shouldPublishNoSettingsToATopicThatIsMissing() {
        assertRefused(
                execute("set", "--alpha", "0.01", "--bootstrap-servers", broker.bootstrapServers()),
                "there is no topic settings",
                "cleanup.policy=compact");
    }

    @Test
    void shouldRefuseABrokerThatDoesNotAnswer() {
        Ended run = execute(
                "run",
                "--bundle",
                FASHION,
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--http-port",
                "0",
                "--start-timeout",
                "2s");
        assertRefused(run, "127.0.0.1:1: no answer, for 2 s", "kafka.bootstrap.servers", "start.timeout");
    }

    @Test
    void shouldRefuseAnAlphaThatTheCalibrationCannotReach() {
        assertRefused(
                execute("check", "--bundle", FASHION, "--alpha", "0.0001"),
                "alpha 0.0001 is out of reach",
                "9999 images");
    }

    @Test
    void shouldRefuseAProviderThatIsNotThere() {
        assertRefused(
                execute("check", "--bundle", FASHION, "--provider", "tensorrt"), "tensorrt does not work", "-Pgpu");
        assertRefused(
                execute("check", "--bundle", FASHION, "--provider", "cuda:0,1"),
                "provider cuda:0,1 does not work: this build of ONNX Runtime has no CUDAExecutionProvider",
                "-Pgpu");
        assertRefused(
                execute("check", "--bundle", FASHION, "--provider", "webgpu"),
                "provider webgpu does not work: this build of ONNX Runtime has no WebGpuExecutionProvider",
                "deploy/webgpu/install");
    }

    @Test
    void shouldRefuseToRunWithoutABundle() {
        assertMistake(execute("run"), "no bundle is named", "--bundle");
    }

    @Test
    void shouldRefuseAllWrongSettingsInOneMessage() {
        Ended run = execute("run", "--bundle", FASHION, "--set", "batch.max-image=3", "--threads", "0", "--alpha", "x");
        assertMistake(
                run,
                "3 settings",
                "did you mean batch.max-images?",
                "threads = '0' (--threads): allowed is a whole number, 1 to 1024",
                "alpha = 'x'");
    }

    @Test
    void shouldPrintSettingsWithSecretsMasked() {
        Ended run = execute("run", "--print-settings", "--set", "kafka.ssl.key.password=hunter2");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("kafka.ssl.key.password").doesNotContain("hunter2");
    }

    @Test
    void shouldTakeTheSettingsOfTheKubernetesManifests() {
        Ended run = execute("run", "--config", "deploy/kubernetes/base/elbowatch.properties", "--print-settings");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("kafka-bootstrap.kafka.svc:9092");
    }

    private static void assertRefused(Ended ended, String... facts) {
        assertEnded(ended, ExitCodes.REFUSED, facts);
    }

    private static void assertMistake(Ended ended, String... facts) {
        assertEnded(ended, ExitCodes.USAGE, facts);
    }

    private static void assertEnded(Ended ended, int code, String... facts) {
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.err()).startsWith("error: ").contains("  fix: ").contains(facts);
        assertThat(ended.err()).doesNotContain("\tat ");
    }

    private static Ended execute(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }
}
