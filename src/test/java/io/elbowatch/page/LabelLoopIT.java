package io.elbowatch.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.cli.Shell;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.DefectKind;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.HttpProgram;
import io.elbowatch.testing.Records;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a label is for, from end to end: reported images are opened and labelled by a key, precision follows, another α is
 * accepted, and the next calibration no longer reports what a person called normal.
 */
class LabelLoopIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final BoardGenerator BOARDS = new BoardGenerator(7);
    private static final String ALPHA = "0.02";

    /** The next lower position of the slider; above α the labels say nothing. */
    private static final String ACCEPTED = "0.019";

    /** With one of these above it, a score has a p-value of 2 / 82, above α; with none 1 / 82. */
    private static final int NORMAL = 80;

    @TempDir
    private Path folder;

    private Browser browser;
    private EmbeddedBroker broker;
    private HttpProgram program;
    private Records records;
    private int images; // sent so far

    @BeforeEach
    void open() {
        browser = Browser.open();
        broker = EmbeddedBroker.start();
        program = new HttpProgram(folder);
        records = new Records(broker.bootstrapServers());
    }

    @AfterEach
    void close() {
        program.close();
        broker.close();
        browser.close();
    }

    @Test
    void shouldNoLongerReportWhatAPersonCalledNormal() throws Exception {
        byte[] allowed = BOARDS.defective(4, DefectKind.SHORT, 14).picture().png();
        byte[] defect = BOARDS.defective(3, DefectKind.COPPER, 8).picture().png(); // scores higher
        run(Bundles.BOARDS);
        browser.load(program.url());
        browser.showPlain();
        send(normalBoards());
        String falseAlarm = sendReported(allowed);

        String trueAlarm = sendReported(defect);
        openFromOverview(trueAlarm);
        label("d", "defect");
        awaitMetric("elbowatch_quality_precision 1.0");
        openByAddress(falseAlarm);
        label("n", "normal");
        awaitMetric("elbowatch_quality_precision 0.5");
        awaitMetric("elbowatch_quality_precision_labels 2.0");
        shouldShowPrecision();
        shouldSuggest();
        shouldAcceptAnotherAlphaByName();

        run(calibrated());
        JsonNode score = send(List.of(allowed));
        assertThat(isReported(score)).as(score.toString()).isFalse();
        assertThat(score.at("/verdict/alpha").asText()).isEqualTo(ACCEPTED);
        sendReported(defect);
        openByAddress(falseAlarm);
        patiently().until(() -> browser.text("#view .said").startsWith("normal, by local"));
    }

    private void run(Path bundle) {
        program.start(
                "--bundle",
                bundle.toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--alpha",
                ALPHA,
                "--decide",
                "local",
                "--topics-create",
                "true",
                "--topics-feedback",
                "feedback",
                "--topics-settings",
                "settings");
        program.awaitReady();
    }

    private static List<byte[]> normalBoards() {
        return IntStream.range(0, NORMAL)
                .mapToObj(i -> BOARDS.normal(i).picture().png())
                .toList();
    }

    /** The score of the last one. */
    private JsonNode send(List<byte[]> boards) {
        images += boards.size();
        records.send("images", "camera-7", boards);
        List<ConsumerRecord<byte[], byte[]>> scores =
                records.readUntil(List.of("scores"), TIMEOUT, read -> read.size() >= images);
        assertThat(scores).hasSize(images);
        return Records.json(scores.get(images - 1));
    }

    private String sendReported(byte[] board) {
        JsonNode score = send(List.of(board));
        assertThat(isReported(score)).as(score.toString()).isTrue();
        return "images-" + score.at("/image/partition").asText() + "-"
                + score.at("/image/offset").asText();
    }

    private static boolean isReported(JsonNode score) {
        return score.at("/verdict/anomalous").asBoolean();
    }

    /** As the person does it who sees the anomaly come. */
    private void openFromOverview(String image) {
        String card = "#anomaly-list a[href^='#/image/" + image + "']";
        patiently().until(() -> {
            browser.find(card).click();
            return true;
        });
        patiently().until(() -> browser.count("#view .stage img") == 1 && browser.count("#view .overlay") == 1);
        assertThat(browser.text("#view .verdict")).contains("Reported");
    }

    /** As the person does it who finds it in a ticket. */
    private void openByAddress(String image) {
        browser.load("about:blank");
        browser.load(program.url() + "#/image/" + image);
        patiently().until(() -> browser.text("#view .verdict").contains("Reported"));
    }

    private void label(String key, String label) {
        patiently().until(() -> browser.count("#view .labels [data-label=" + label + "]:not([disabled])") == 1);
        browser.find("body").sendKeys(key);
        patiently().until(() -> browser.text("#view .said").matches(label + ", by local, .* \\d\\d:\\d\\d:\\d\\d"));
    }

    private void shouldShowPrecision() {
        browser.load(program.url() + "#/quality");
        patiently().until(() -> browser.text("#view .estimates").contains("50 %"));
        assertThat(browser.text("#view")).contains("Precision", "2 labels", "0.02 (in force)");
        shouldBeInOrder("quality-labelled");
    }

    private void shouldSuggest() {
        String table = Shell.run("suggest", "--bootstrap-servers", broker.bootstrapServers())
                .assertDone()
                .out();
        assertThat(table).contains(ALPHA, "50");
    }

    private void shouldAcceptAnotherAlphaByName() {
        browser.load(program.url() + "#/whatif");
        patiently().until(() -> currentRow().startsWith("0.02 (in force)50 %"));
        browser.run("const slider = document.getElementById('whatif-alpha'); slider.stepDown();"
                + " slider.dispatchEvent(new Event('input'))");
        patiently().until(() -> currentRow().startsWith(ACCEPTED + "50 %"));
        assertThat(browser.text("#view")).contains("At α 0.019, 2 labelled images would be reported: precision 50 %");
        shouldBeInOrder("whatif-labelled");

        browser.run("document.querySelector('#view .apply button').click()");
        patiently().until(() -> browser.text("#view .apply").contains("is published by local"));
        JsonNode record = records.readJson("settings").get(0);
        assertThat(record.get("alpha").asText()).isEqualTo(ACCEPTED);
        assertThat(record.get("by").asText()).isEqualTo("local");
    }

    private String currentRow() {
        return browser.text("#view .suggested [aria-current]");
    }

    private void shouldBeInOrder(String picture) {
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
        browser.picture(picture);
    }

    /** The bundle with a calibration from the topic. */
    private Path calibrated() {
        Path calibrated = folder.resolve("calibrated");
        String said = Shell.run(
                        "calibrate",
                        "--bundle",
                        Bundles.BOARDS.toString(),
                        "--from-topic",
                        "images",
                        "--bootstrap-servers",
                        broker.bootstrapServers(),
                        "--provider",
                        "cpu",
                        "--alpha",
                        ALPHA,
                        "--out",
                        calibrated.toString())
                .assertDone()
                .err();
        assertThat(said).contains("left out 1 of 82: they are labelled as defects");
        return calibrated;
    }

    private void awaitMetric(String line) {
        patiently()
                .untilAsserted(
                        () -> assertThat(program.get("/metrics").body().lines()).contains(line));
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
    }
}
