package io.elbowatch.page;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.DefectKind;
import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.HttpProgram;
import io.elbowatch.testing.LiveRecords;
import io.elbowatch.testing.Records;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page in a browser, of {@code elbowatch run} in a process of its own. */
class LivePageIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>alert(1)</script>";
    private static final BoardGenerator BOARDS = new BoardGenerator(7);
    private static final int PARTITIONS = 2;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static EmbeddedBroker broker;
    private static HttpProgram elbowatch;
    private static String sha256;
    private static long offset = 1_000_000; // of images that never were

    @BeforeAll
    static void start() {
        browser = Browser.open();
        broker = EmbeddedBroker.start();
        Map<String, Integer> topics = new HashMap<>();
        for (String topic : List.of("images", "scores", "anomalies", "evidence", "incidents", "rejected")) {
            topics.put(topic, PARTITIONS);
        }
        broker.createTopics(topics);
        elbowatch = new HttpProgram(folder);
        sha256 = Bundle.load(Bundles.BOARDS).manifest().model().sha256();
        run();
        loadAndWait();
        sendBoards("line-1", 30); // what a JVM's first images cost is not the page's
        patiently().until(() -> browser.text("#source-list").contains("line-1"));
    }

    @AfterAll
    static void close() {
        if (elbowatch != null) {
            elbowatch.close();
        }
        if (broker != null) {
            broker.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void beginAnew() {
        browser.lookAs(1440, 900, "light");
        loadAndWait();
    }

    @Test
    void shouldShowADefectWithinSecondsOfBeingProduced() {
        String source = "line-2";
        String picture = "#anomaly-list img[alt^='" + source + ":']";
        // Pictures have a tenth of a core: those of the tests before may have spent it, the first of a JVM above all.
        await().atMost(TIMEOUT).until(() -> {
            send(
                    "images",
                    source,
                    BOARDS.defective(3, DefectKind.COPPER, 12).picture().png(),
                    Map.of());
            return isDrawnWithin(Duration.ofSeconds(6), picture);
        });
        assertThat(browser.attribute(picture, "alt")).contains("worst place", "column", "px");
    }

    private static boolean isDrawnWithin(Duration limit, String picture) {
        try {
            await().atMost(limit)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> browser.count(picture) > 0 && drawn(picture));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Test
    void shouldOpenAndCloseAnIncident() {
        long now = System.currentTimeMillis();
        send("incidents", "line-5", LiveRecords.incident("opened", "i-5", "line-5", now - 4_000, now), Map.of());
        patiently().until(() -> browser.text("#incident-list").contains("line-5"));
        assertThat(browser.text("#spoken")).isEqualTo("Incident: line-5, anomalies");
        assertThat(browser.text("title")).startsWith("(");

        send("incidents", "line-5", LiveRecords.incident("closed", "i-5", "line-5", now - 4_000, now), Map.of());
        patiently().until(() -> !browser.text("#incident-list").contains("line-5"));
        assertThat(browser.text("#closed-list")).contains("line-5", "for 4.0 s");
        assertThat(browser.text("#spoken")).isEqualTo("Incident closed: line-5, anomalies");
    }

    @Test
    void shouldShowAKeyThatIsHtmlAsText() {
        anomaly(HOSTILE);
        reject(HOSTILE);
        long now = System.currentTimeMillis();
        send("incidents", HOSTILE, LiveRecords.incident("opened", "i-6", HOSTILE, now, now), Map.of());
        send("scores", HOSTILE, LiveRecords.anomaly(HOSTILE, offset++, now, 0.5, sha256), Map.of());

        for (String list : List.of("#anomaly-list", "#rejected-list", "#incident-list", "#source-list")) {
            patiently().until(() -> browser.text(list).contains(HOSTILE));
        }
        browser.run("[...document.querySelectorAll('.anomaly')].find(c => c.textContent.includes('<img')).click()");
        patiently().until(() -> browser.text("#view h2").equals(HOSTILE));
        assertThat(browser.count("[src='x'], main script, dialog script")).isZero();
        assertThat(browser.text("title")).isNotEqualTo("broken");
        send("incidents", HOSTILE, LiveRecords.incident("closed", "i-6", HOSTILE, now, now), Map.of());
    }

    @Test
    void shouldSayWhyAnImageWasRejected() {
        send("images", "line-3", "no image at all".getBytes(UTF_8), Map.of());

        patiently().until(() -> browser.text("#rejected-list").contains("line-3"));
    }

    @Test
    void shouldTellAllOfAnAnomalyByKeyboard() {
        anomaly("line-7");
        patiently().until(() -> browser.text("#anomaly-list").contains("line-7"));
        browser.run("[...document.querySelectorAll('.anomaly')].find(c => c.textContent.includes('line-7')).focus()");

        browser.press(Keys.ENTER);

        patiently().until(() -> browser.text("#view").contains("no such image yet"));
        assertThat(browser.text("#view"))
                .contains("line-7", "worst place 9.65, above 3.21", "12", "Latents", "\"schema\": 1");
        assertThat(browser.violations()).isEmpty();
        browser.press(Keys.ESCAPE);
        patiently().until(() -> browser.text(":focus").contains("line-7"));
        assertThat(browser.count("#view[hidden]")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, light", "390, 844, dark"})
    void shouldOpenAnAnomalyLargeByItsAddressAndLabelItByAKey(int width, int height, String scheme) {
        String source = "line-9-" + width;
        byte[] board = BOARDS.defective(9, DefectKind.COPPER, 12).picture().png();
        send("images", source, board, Map.of());
        String card = "#anomaly-list a:has(img[alt^='" + source + ":'])";
        patiently().until(() -> browser.count(card) == 1);
        String address = browser.attribute(card, "href");
        assertThat(address).startsWith("#/image/images-");

        browser.load("about:blank");
        browser.lookAs(width, height, scheme);
        browser.load(elbowatch.url() + address);
        patiently().until(() -> drawn("#view .stage img") && browser.count("#view .overlay:not([hidden])") == 1);
        assertThat(browser.text("#view .verdict")).contains("Reported", "≤ α 0.001");
        assertThat(browser.count("#view .box")).isPositive();
        assertThat(browser.count("#view .axis")).isEqualTo(6);
        assertThat(browser.count("#view .triptych canvas")).isEqualTo(3);
        patiently().until(() -> !browser.text("#view .beside").contains("looking"));

        press("d", "defect");
        patiently().until(() -> browser.count("#view .labels [data-label=defect][aria-pressed=true]") == 1);
        patiently().until(() -> browser.text("#view .said").startsWith("defect, by local"));
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
        browser.picture("image-" + width + "-" + scheme);

        browser.find("#view h2 a").click();
        patiently().until(() -> browser.text("#view .reported tbody").contains("defect"));
        assertThat(browser.text("#view")).contains("1 image, all of this time");
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
        browser.picture("source-" + width + "-" + scheme);
    }

    @Test
    void shouldSayThatKafkaHasDeletedALabelledImage() {
        send(
                "images",
                "line-10",
                BOARDS.defective(10, DefectKind.COPPER, 12).picture().png(),
                Map.of());
        String card = "#anomaly-list a:has(img[alt^='line-10:'])";
        patiently().until(() -> browser.count(card) == 1);
        String address = browser.attribute(card, "href");
        browser.find(card).click();
        press("d", "defect");
        patiently().until(() -> browser.text("#view .said").startsWith("defect, by local"));

        OutputOrigin image =
                OutputOrigin.ofText(address.replaceAll("^#/image/|[?].*", "")).orElseThrow();
        deleteUpTo(image);

        browser.load("about:blank"); // nothing that the page has received is left
        browser.load(elbowatch.url() + "#/image/" + image.text());
        patiently()
                .until(() -> browser.text("#view .gone")
                        .contains("Kafka no longer has this image: retention has deleted it"));
        assertThat(browser.count("#view .stage")).isZero();
        assertThat(browser.text("#view h2")).as("its source is not known").isEqualTo(image.text());
        patiently().until(() -> browser.text("#view .said").startsWith("defect, by local"));
        browser.picture("image-deleted");

        browser.load("about:blank");
        browser.load(elbowatch.url() + address);
        patiently().until(() -> browser.text("#view .gone").contains("retention has deleted it"));
        patiently().until(() -> browser.text("#view .verdict").contains("Reported"));
        press("n", "normal");
        patiently().until(() -> browser.text("#view .said").startsWith("normal, by local"));
        assertThat(browser.violations()).isEmpty();
        browser.picture("image-deleted-with-its-time");
    }

    @Test
    void shouldSayPlainlyWhatAnAddressNoLongerNames() {
        browser.load(elbowatch.url() + "#/image/images-0-999999999");
        patiently().until(() -> browser.text("#view .gone").contains("There is no such image yet"));
        browser.load(elbowatch.url() + "#/image/scores-0-0");
        patiently().until(() -> browser.text("#view .gone").contains("no topic of images of this application"));
        browser.load(elbowatch.url() + "#/nowhere");
        patiently().until(() -> browser.text("#view").contains("There is no such page"));
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, light", "1440, 900, dark", "390, 844, light", "390, 844, dark"})
    void shouldExplainItsWords(int width, int height, String scheme) {
        browser.lookAs(width, height, scheme);
        loadAndWait();
        browser.run("document.getElementById('glossary-open').focus()");

        browser.press(Keys.ENTER);

        assertThat(browser.text("#glossary"))
                .contains("ELBO", "Nats", "p-value", "α (alpha)", "Calibration", "Incident", "Source");
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
        browser.picture("glossary-" + width + "-" + scheme);
        browser.press(Keys.ESCAPE);
        assertThat(browser.count("dialog[open]")).isZero();
        assertThat(browser.attribute(":focus", "id")).isEqualTo("glossary-open");
    }

    @Test
    void shouldFilterBySource() {
        anomaly("hall-a/line-1");
        anomaly("hall-b/line-1");
        patiently().until(() -> browser.text("#anomaly-list").contains("hall-b"));

        browser.find("#filter").sendKeys("HALL-A");

        patiently().until(() -> !browser.text("#anomaly-list").contains("hall-b"));
        assertThat(browser.text("#anomaly-list")).contains("hall-a");
    }

    @Test
    void shouldStayLegibleWithFourHundredSources() {
        long now = System.currentTimeMillis();
        try (KafkaProducer<byte[], byte[]> producer = new Records(broker.bootstrapServers()).producer()) {
            for (int i = 0; i < 400; i++) {
                String source = String.format(Locale.ROOT, "plant-%02d/line-%02d", i / 20, i % 20);
                byte[] score = LiveRecords.anomaly(source, offset++, now, 0.5, sha256);
                producer.send(new ProducerRecord<>("scores", null, now, source.getBytes(UTF_8), score));
            }
        }

        patiently().until(() -> browser.text("#sources-more").matches("Show all 4\\d\\d"));
        assertThat(browser.count("#source-list tr")).isEqualTo(12);
        browser.picture("page-1440-400-sources");
        browser.find("#sources-more").click();
        patiently().until(() -> browser.count("#source-list tr") > 400);
        browser.find("#filter").sendKeys("plant-19/line-07");
        patiently().until(() -> browser.count("#source-list tr") == 1);
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, light", "1440, 900, dark", "390, 844, light", "390, 844, dark"})
    void shouldFitAndBeAccessible(int width, int height, String scheme) {
        long now = System.currentTimeMillis();
        browser.lookAs(width, height, scheme);
        loadAndWait();
        sendBoards("line-1", 40);
        for (DefectKind kind : DefectKind.values()) {
            String source = "line-" + (1 + kind.ordinal() % 4);
            send(
                    "images",
                    source,
                    BOARDS.defective(kind.code(), kind, 12).picture().png(),
                    Map.of());
        }
        reject("line-3");
        send("incidents", "line-4", LiveRecords.incident("opened", "i-8", "line-4", now - 9_000, now), Map.of());
        patiently().until(() -> browser.count("#anomaly-list img") >= 4 && browser.count("#incident-list li") > 0);

        assertThat(browser.violations()).isEmpty();
        assertThat(browser.overflows()).isFalse();
        browser.picture("page-" + width + "-" + scheme);
        send("incidents", "line-4", LiveRecords.incident("closed", "i-8", "line-4", now - 9_000, now), Map.of());
    }

    @Test
    void shouldGoOnWhenTheServerComesBack() {
        anomaly("before");
        patiently().until(() -> browser.text("#anomaly-list").contains("before"));
        browser.run("window.same = true");

        elbowatch.close();
        patiently().until(() -> browser.text("#connection").startsWith("no connection"));
        run();

        patiently().until(() -> browser.text("#connection").equals("live"));
        anomaly("after");
        patiently().until(() -> browser.text("#anomaly-list").contains("after"));
        assertThat(browser.text("#anomaly-list")).contains("before");
        assertThat(browser.run("return window.same")).as("not loaded again").isEqualTo(true);
        String all =
                "return [...document.querySelectorAll('#anomaly-list .source')].filter(s => s.textContent === arguments[0]).length";
        assertThat(browser.run(all, "before")).isEqualTo(1L);
    }

    private static void run() {
        elbowatch.start(
                "--bundle",
                Bundles.BOARDS.toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--topics-create",
                "--topics-feedback",
                "feedback");
    }

    private static void loadAndWait() {
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
            browser.load(elbowatch.url());
            return browser.count("#now") == 1;
        });
        patiently().until(() -> !browser.text("#model-card").isEmpty() && browser.count("#score option") == 6);
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }

    /** Presses the key of a label once it can be written. */
    private static void press(String key, String label) {
        patiently().until(() -> browser.count("#view .labels [data-label=" + label + "]:not([disabled])") == 1);
        browser.find("body").sendKeys(key);
    }

    private static boolean drawn(String image) {
        return (Boolean) browser.run("return document.querySelector(arguments[0]).naturalWidth > 0", image);
    }

    private static void anomaly(String source) {
        send(
                "anomalies",
                source,
                LiveRecords.anomaly(source, offset++, System.currentTimeMillis(), 0.0002, sha256),
                Map.of());
        browser.showPlain();
    }

    private static void reject(String source) {
        Map<String, String> headers = new HashMap<>(LiveRecords.coordinates(offset++));
        headers.put("elbowatch-reason", "undecodable");
        headers.put("elbowatch-detail", "the PNG breaks off at byte 121 before its IEND chunk");
        send("rejected", source, new byte[121], headers);
    }

    private static void sendBoards(String source, int boards) {
        for (int i = 0; i < boards; i++) {
            send("images", source, BOARDS.normal(i).picture().png(), Map.of());
        }
    }

    /** As retention does. */
    private static void deleteUpTo(OutputOrigin image) {
        RecordsToDelete records = RecordsToDelete.beforeOffset(image.offset() + 1);
        try (BrokerAdmin admin = new BrokerAdmin(broker.bootstrapServers())) {
            admin.call(
                    "delete images",
                    client -> client.deleteRecords(
                                    Map.of(new TopicPartition(image.topic(), image.partition()), records))
                            .all());
        }
    }

    private static void send(String topic, String key, byte[] value, Map<String, String> headers) {
        try (KafkaProducer<byte[], byte[]> producer = new Records(broker.bootstrapServers()).producer()) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
            producer.send(record);
        }
    }
}
