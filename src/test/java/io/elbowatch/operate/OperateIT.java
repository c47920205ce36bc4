package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.elbowatch.cli.Shell;
import io.elbowatch.core.quality.ReviewDraw;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.lab.camera.Camera;
import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.lab.camera.FaultRates;
import io.elbowatch.operate.Dashboards.Expression;
import io.elbowatch.stream.feed.FeedPlan;
import io.elbowatch.stream.feed.Feeder;
import io.elbowatch.stream.feed.StoppableTimeline;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Checks the files in prometheus/ and grafana/ against the running program: a broker, {@code elbowatch run} as a
 * separate process under the demo's load, a Prometheus and an Alertmanager. The lens of one camera is covered
 * meanwhile.
 */
class OperateIT {
    private static final Logger LOG = LoggerFactory.getLogger(OperateIT.class);
    /** The gauges of the latents need 120 inspections, each of which waits for 400 times its own duration. */
    private static final double ALPHA = 0.001; // of the bundle boards

    private static final Duration TIMEOUT = Duration.ofMinutes(8);

    private static final String BLIND = "line-9";
    private static final double IMAGES_A_SECOND = 40;
    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:job\\w*:)?(?:elbowatch|jvm|process|system)_[\\w:]+|up)\\b(?:\\{([^}]*)})?");

    @TempDir
    private static Path folder;

    private static final List<String> received = new CopyOnWriteArrayList<>();
    private static final StoppableTimeline timeline = new StoppableTimeline();
    private static EmbeddedBroker broker;
    private static HttpServer webhook;
    private static Program elbowatch;
    private static Prometheus prometheus;
    private static CompletableFuture<Void> feed;

    @BeforeAll
    static void start() throws IOException {
        Prometheus.tool("prometheus");
        Prometheus.tool("prometheus-alertmanager", "alertmanager");
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        webhook.start();
        int port = Prometheus.freePort();
        prometheus = new Prometheus(
                folder,
                "127.0.0.1:" + port,
                "127.0.0.1:" + Prometheus.freePort(),
                webhook.getAddress().getPort());
        broker = EmbeddedBroker.start();
        broker.createTopics(
                Map.of("images", 2, "scores", 1, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
        // With a shadow, of which panels and alerts have series.
        Path routes = Files.writeString(
                folder.resolve("routes.yaml"),
                "{routes: [{any: true, bundle: boards, shadow: next}],"
                        + " bundles: {boards: {at: boards}, next: {at: boards, alpha: 0.01}}}");
        elbowatch = Program.elbowatch(
                folder.resolve("elbowatch.log"),
                "run",
                "--routes",
                routes.toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--http-port",
                Integer.toString(port),
                "--topics-create",
                "--topics-feedback",
                "feedback",
                "--topics-handling",
                "incident-handling",
                "--topics-review",
                "review",
                "--review-random-rate",
                "1",
                "--review-max-per-hour",
                "1000000",
                "--webhook-url",
                "http://127.0.0.1:" + webhook.getAddress().getPort() + "/incidents");
        feed = CompletableFuture.runAsync(() -> Feeder.connect(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new FeedPlan(
                                "images",
                                OptionalDouble.of(IMAGES_A_SECOND),
                                Optional.empty(),
                                OptionalLong.empty(),
                                true),
                        timeline)
                .feed(new CameraSet(Camera.lines(42, 4, FaultRates.DEFAULT)), () -> {}));
        coverALensUntilTheAlertArrives();
        label("anomalies", "defect", p -> true);
        // The recall needs labels of both zones of the review queue.
        label("review", "normal", p -> p > ALPHA && p <= ReviewDraw.NEAR * ALPHA);
        label("review", "normal", p -> p > ReviewDraw.NEAR * ALPHA);
    }

    /** Labels the first image of a topic with such a p-value, so that every figure of the quality has a value. */
    private static void label(String topic, String label, DoublePredicate pValue) {
        Records records = new Records(broker.bootstrapServers());
        JsonNode image = await().atMost(TIMEOUT)
                .until(
                        () -> records.readAll(List.of(topic)).stream()
                                .map(Records::json)
                                .filter(record ->
                                        pValue.test(record.at("/verdict/pValue").doubleValue()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .get("image");
        String name = image.get("topic").asText() + "-" + image.get("partition").asText() + "-"
                + image.get("offset").asText();
        Shell.run("label", name, "--as", label, "--bootstrap-servers", broker.bootstrapServers())
                .assertDone();
    }

    /** Sends black images of one camera until the alert has arrived; the poll interval is the pause between them. */
    private static void coverALensUntilTheAlertArrives() {
        Records records = new Records(broker.bootstrapServers());
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(500)).until(() -> {
            assertThat(elbowatch.runs()).as(elbowatch.output()).isTrue();
            records.send("images", BLIND, Collections.nCopies(3, new byte[64 * 64]));
            return alert("ElbowatchSourceBlind").isPresent();
        });
    }

    @AfterAll
    static void stop() throws Exception {
        timeline.stop();
        if (feed != null) {
            feed.join();
        }
        List<AutoCloseable> parts = new ArrayList<>();
        Collections.addAll(parts, prometheus, elbowatch, broker);
        for (AutoCloseable part : parts) {
            if (part != null) {
                part.close();
            }
        }
        if (webhook != null) {
            webhook.stop(0);
        }
    }

    @Test
    void shouldSendTheAlertOfACoveredLensToAWebhook() {
        assertThat(alert("ElbowatchSourceBlind").orElseThrow())
                .contains(
                        "\"source\":\"" + BLIND + "\"",
                        "\"severity\":\"critical\"",
                        "\"runbook_url\":\"https://git.example.com/elbowatch/blob/main/docs/runbook.md#elbowatchsourceblind\"",
                        "Most images from " + BLIND + " are anomalous")
                .doesNotContain("elbowatch_runbook");
    }

    @Test
    void shouldHaveDataForEveryExpressionOfEveryPanel() {
        List<Expression> expressions = Dashboards.expressions();
        assertThat(expressions).hasSizeGreaterThan(60);

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(without(expressions)).isEmpty());
    }

    @Test
    void shouldEvaluateEveryRule() {
        List<JsonNode> rules = prometheus.rules();
        List<String> recording = new ArrayList<>();
        for (JsonNode rule : rules) {
            assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
            if (rule.path("type").asText().equals("recording")) {
                recording.add(rule.path("name").asText());
            }
        }
        assertThat(recording).hasSizeGreaterThan(15);
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(recording).allMatch(prometheus::knows));
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(firing()).contains("ElbowatchSourceBlind", "ElbowatchDown", "ElbowatchNeverUp"));
        LOG.info("rules recording={} alerts={} firing={}", recording.size(), rules.size() - recording.size(), firing());
    }

    /**
     * A healthy program makes some expressions empty. So every series of an alert must exist, with the labels that it
     * names.
     */
    @Test
    void shouldKnowEverySeriesAndLabelThatAnExpressionNames() {
        List<String> expressions = new ArrayList<>(
                Dashboards.expressions().stream().map(Expression::promQl).toList());
        prometheus.rules().forEach(rule -> expressions.add(rule.path("query").asText()));

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(missing(expressions)).isEmpty());
    }

    /** The series, and the labels of series, that an expression names and Prometheus does not have. */
    private static Set<String> missing(List<String> expressions) {
        Set<String> missing = new TreeSet<>();
        for (String expression : expressions) {
            Matcher selector = SELECTOR.matcher(expression);
            while (selector.find()) {
                Set<String> labels = labels(selector.group(1));
                if (labels.isEmpty()) {
                    missing.add(selector.group(1));
                }
                Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)")
                        .matcher(selector.group(2) == null ? "" : selector.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !labels.contains(label))
                        .forEach(label -> missing.add(selector.group(1) + "{" + label + "}"));
            }
        }
        return missing;
    }

    /** Kafka's own meters have labels with values that change at every start. */
    @Test
    void shouldMakeNoNewSeriesAtARestart() {
        assertThat(prometheus.query(
                        "{__name__=~\"kafka_.*\"} or {process_id!=\"\"} or {client_id!=\"\"} or {thread_id!=\"\"}"))
                .isEmpty();
    }

    @Test
    void shouldLeadFromAnAnomalyToItsImage() {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(prometheus
                                .get("/api/v1/query_exemplars?query=elbowatch_p_value_bucket&start="
                                        + (System.currentTimeMillis() / 1000 - 300) + "&end="
                                        + System.currentTimeMillis() / 1000)
                                .toString())
                        .contains("\"offset\":", "\"partition\":", "\"topic\":\"images\""));
    }

    private static List<Expression> without(List<Expression> expressions) {
        return expressions.stream()
                .filter(expression -> !prometheus.knows(expression.promQl()))
                .toList();
    }

    private static Set<String> labels(String metric) {
        Set<String> labels = new TreeSet<>();
        prometheus
                .query(metric)
                .forEach(series -> series.path("metric").fieldNames().forEachRemaining(labels::add));
        return labels;
    }

    private static Set<String> firing() {
        return prometheus.query("ALERTS{alertstate=\"firing\"}").stream()
                .map(alert -> alert.at("/metric/alertname").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> alert(String name) {
        return received.stream()
                .filter(body -> body.contains("\"alertname\":\"" + name + "\""))
                .findFirst();
    }
}
