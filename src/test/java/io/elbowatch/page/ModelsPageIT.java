package io.elbowatch.page;

import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.DefectKind;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.HttpProgram;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two cameras with a bundle each, one of them with a shadow, on the page of {@code elbowatch run --routes}. */
class ModelsPageIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final BoardGenerator BOARDS = new BoardGenerator(7);
    private static final String ROUTES = """
            {"schema":2,"routes":[{"key":"camera-7","bundle":"%s"%s},{"any":true,"bundle":"rest"}],
             "bundles":{"rest":{"at":"boards"},"camera-7":{"at":"boards"},"camera-7-next":{"at":"boards","alpha":0.2}}}
            """;
    private static final String WITH_SHADOW =
            String.format(Locale.ROOT, ROUTES, "camera-7", ",\"shadow\":\"camera-7-next\"");
    private static final String PROMOTED = String.format(Locale.ROOT, ROUTES, "camera-7-next", "");

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static EmbeddedBroker broker;
    private static HttpProgram elbowatch;
    private static Records records;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.open();
        broker = EmbeddedBroker.start();
        Map<String, Integer> topics = new HashMap<>();
        for (String topic : List.of("images", "scores", "anomalies", "evidence", "incidents", "rejected", "shadow")) {
            topics.put(topic, 1);
        }
        broker.createTopics(topics);
        records = new Records(broker.bootstrapServers());
        Path routes = Files.writeString(folder.resolve("routes.yaml"), WITH_SHADOW);
        elbowatch = new HttpProgram(folder);
        elbowatch.start(
                "--routes",
                routes.toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--topics-settings",
                "settings",
                "--topics-shadow",
                "shadow",
                "--topics-create",
                "true");
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

    @Test
    void shouldShowAShadowItsPromotionAndItsRollback() {
        browser.lookAs(1440, 900, "light");
        elbowatch.awaitReady();
        browser.load(elbowatch.url());
        browser.showPlain();

        boards("camera-7", 60);
        boards("camera-1", 10);
        patiently().untilAsserted(() -> assertThat(bundle("camera-7")).contains("1 instance, cpu"));
        patiently()
                .untilAsserted(() -> assertThat(browser.text("#shadow-list"))
                        .contains("camera-7-next", "after camera-7", "settings of the start", "Same verdict"));
        assertThat(browser.text("#model-line")).endsWith("one of 3 bundles");
        // At α 0.2 the shadow reports a fifth of the normal images.
        patiently().untilAsserted(() -> assertThat(browser.text("#flip-list")).contains("normal → anomalous"));

        publish(PROMOTED);
        patiently()
                .untilAsserted(() -> assertThat(browser.text("#bundles-line")).contains("settings offset 0"));
        patiently().untilAsserted(() -> assertThat(browser.text("#shadow-list")).isEmpty());
        patiently().untilAsserted(() -> assertThat(browser.text("#flip-list")).isEmpty());
        assertThat(anomalyOf("camera-7")).contains("bundle camera-7-next");
        assertThat(anomalyOf("camera-1")).contains("bundle rest");

        publish(WITH_SHADOW);
        patiently()
                .untilAsserted(() -> assertThat(browser.text("#bundles-line")).contains("settings offset 1"));
        patiently().untilAsserted(() -> assertThat(browser.text("#shadow-list")).contains("settings offset 1"));
        assertThat(browser.text("#flip-list")).isEmpty();
        assertThat(anomalyOf("camera-7")).contains("bundle camera-7,");
        browser.run("location.hash = '#/'");
        patiently().until(() -> browser.count("#view[hidden]") == 1);
        browser.run("document.getElementById('bundles').scrollIntoView()");
        browser.picture("models-1440-light");
    }

    /** What the page says of a bundle. */
    private static String bundle(String name) {
        return String.valueOf(browser.run(
                "return [...document.querySelectorAll('#bundle-list tr')].map(row => row.textContent).find(text => text.startsWith(arguments[0])) ?? ''",
                name));
    }

    /** Sends a defective board, and returns the details of its anomaly once the page has it. */
    private static String anomalyOf(String source) {
        long before = anomalies(source);
        records.send(
                "images",
                source,
                List.of(BOARDS.defective(3, DefectKind.COPPER, 12).picture().png()));
        patiently()
                .untilAsserted(() ->
                        assertThat(anomalies(source)).as(elbowatch.output()).isGreaterThan(before));
        browser.run("location.hash = '#/'");
        patiently().until(() -> browser.count("#view[hidden]") == 1);
        browser.run(
                "[...document.querySelectorAll('.anomaly')]"
                        + ".find(card => card.querySelector('.source').textContent === arguments[0]).click()",
                source);
        patiently().until(() -> browser.text("#view .side").contains("bundle"));
        return browser.text("#view");
    }

    private static long anomalies(String source) {
        return (Long) browser.run(
                "return [...document.querySelectorAll('.anomaly .source')].filter(name => name.textContent === arguments[0]).length",
                source);
    }

    private static void boards(String source, int boards) {
        records.send(
                "images",
                source,
                IntStream.range(0, boards)
                        .mapToObj(i -> BOARDS.normal(i).picture().png())
                        .toList());
    }

    private static void publish(String plan) {
        records.send("settings", "models", List.of(plan.getBytes(UTF_8)));
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
    }
}
