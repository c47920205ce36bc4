package io.elbowatch.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.cli.Shell;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.DefectKind;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a label is for, from end to end: reported images are opened and labelled by a key, precision and suggested α follow, and the
 * next calibration no longer reports what a person called normal. The addresses of the images last.
 */
class LabelLoopIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final BoardGenerator BOARDS = new BoardGenerator(7);
    private static final String ALPHA = "0.02";

    /** With one of these above it, a score has a p-value of 2 / 82, above α; with none 1 / 82. */
    private static final int NORMAL = 80;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private String servers;
    private int port;
    private int images; // sent so far

    @Test
    void shouldNoLongerReportWhatAPersonCalledNormal() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        byte[] allowed = BOARDS.defective(4, DefectKind.SHORT, 14).picture().png();
        byte[] defect = BOARDS.defective(3, DefectKind.COPPER, 8).picture().png(); // scores higher
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Browser browser = Browser.open()) {
            servers = broker.bootstrapServers();
            Records records = new Records(servers);
            String falseAlarm;
            try (Program program = run(Bundles.BOARDS)) {
                awaitReady(program);
                send(records, normalBoards());
                falseAlarm = sendReported(records, allowed);
                String trueAlarm = sendReported(records, defect);
                label(browser, falseAlarm, "n", "normal");
                awaitMetric("elbowatch_quality_precision 0.0");
                label(browser, trueAlarm, "d", "defect");
                awaitMetric("elbowatch_quality_precision 0.5");
                awaitMetric("elbowatch_quality_precision_labels 2.0");
                shouldShowPrecision(browser);
                shouldSuggest();
            }

            Path calibrated = folder.resolve("calibrated");
            String said = Shell.run(
                            "calibrate",
                            "--bundle",
                            Bundles.BOARDS.toString(),
                            "--from-topic",
                            "images",
                            "--bootstrap-servers",
                            servers,
                            "--provider",
                            "cpu",
                            "--alpha",
                            ALPHA,
                            "--out",
                            calibrated.toString())
                    .assertDone()
                    .err();
            assertThat(said).contains("left out 1 of 82: they are labelled as defects");
            try (Program program = run(calibrated)) {
                awaitReady(program);
                JsonNode score = send(records, List.of(allowed));
                assertThat(isReported(score)).as(score.toString()).isFalse();
                sendReported(records, defect);
                open(browser, falseAlarm);
                patiently().until(() -> browser.text("#view .said").startsWith("normal, by local"));
            }
        }
    }

    private Program run(Path bundle) {
        return Program.elbowatch(
                folder.resolve("elbowatch.log"),
                "run",
                "--bundle",
                bundle.toString(),
                "--bootstrap-servers",
                servers,
                "--alpha",
                ALPHA,
                "--decide",
                "local",
                "--topics-create",
                "true",
                "--topics-feedback",
                "feedback",
                "--http-port",
                Integer.toString(port));
    }

    private void awaitReady(Program program) {
        patiently().until(() -> {
            assertThat(program.runs()).as(program.output()).isTrue();
            return get("/health/ready").statusCode() == 200;
        });
    }

    private static List<byte[]> normalBoards() {
        List<byte[]> boards = new ArrayList<>();
        for (int i = 0; i < NORMAL; i++) {
            boards.add(BOARDS.normal(i).picture().png());
        }
        return boards;
    }

    /** The score of the last one. */
    private JsonNode send(Records records, List<byte[]> boards) {
        images += boards.size();
        records.send("images", "camera-7", boards);
        List<ConsumerRecord<byte[], byte[]>> scores =
                records.readUntil(List.of("scores"), TIMEOUT, read -> read.size() >= images);
        assertThat(scores).hasSize(images);
        return Records.json(scores.get(images - 1));
    }

    private String sendReported(Records records, byte[] board) {
        JsonNode score = send(records, List.of(board));
        assertThat(isReported(score)).as(score.toString()).isTrue();
        return "images-" + score.at("/image/partition").asText() + "-"
                + score.at("/image/offset").asText();
    }

    private static boolean isReported(JsonNode score) {
        return score.at("/verdict/anomalous").asBoolean();
    }

    /** As a person does it: opens the image at its address and presses a key. */
    private void label(Browser browser, String image, String key, String label) {
        open(browser, image);
        patiently().until(() -> browser.count("#view .labels [data-label=" + label + "]:not([disabled])") == 1);
        browser.find("body").sendKeys(key);
        patiently().until(() -> browser.text("#view .said").startsWith(label + ", by local"));
    }

    /** At the address that stands in a ticket. */
    private void open(Browser browser, String image) {
        browser.load("about:blank");
        browser.load("http://127.0.0.1:" + port + "/#/image/" + image);
        patiently().until(() -> browser.text("#view .verdict").contains("Reported"));
    }

    private void shouldShowPrecision(Browser browser) {
        browser.load("http://127.0.0.1:" + port + "/#/quality");
        patiently().until(() -> browser.text("#view").contains("50 %"));
        assertThat(browser.text("#view")).contains("Precision", "2 labels", "0.02 (in force)");
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
        browser.picture("quality-labelled");
    }

    private void shouldSuggest() {
        String table = Shell.run("suggest", "--bootstrap-servers", servers)
                .assertDone()
                .out();
        assertThat(table).contains("0.02", "50");
    }

    private void awaitMetric(String line) {
        patiently()
                .untilAsserted(() -> assertThat(get("/metrics").body().lines()).contains(line));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
    }
}
