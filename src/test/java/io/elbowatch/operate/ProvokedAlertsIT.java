package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.metrics.Scrape;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.Terms;
import io.elbowatch.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Faults that a healthy program does not have, as a real Prometheus sees them: a stream over a model that fails and
 * returns NaN, a broker that goes away, a stream that ends. The alerts of each fault fire, and no other of its kind.
 */
class ProvokedAlertsIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final byte[] NORMAL = {100, 100, 100, 100};
    private static final byte[] FAILING = {7, 7, 7, 7};
    private static final byte[] NOT_FINITE = {9, 9, 9, 9};

    @TempDir
    private Path folder;

    private final TestBroker broker = TestBroker.withTopics(1);
    private final Records records = broker.records();
    private final Judge judge = Calibrations.judge(999, 0.01);
    private final FakeModel model = new FakeModel(
                    image -> image[0] == NOT_FINITE[0] ? Terms.of(Float.NaN, 0, 1, 1, 1) : FakeModel.meanPixel(image))
            .failingOn(image -> image[0] == FAILING[0]);
    private final Metrics metrics = new Metrics(model::identity, "cuda", Flows.plan(model, judge), 10, false);
    private final ScoringApplication stream = broker.stream("provoked-alerts-it")
            .of(model)
            .judgedBy(judge)
            .seenBy(metrics.observer())
            // Only commits end a batch.
            .in(new BatchLimits(1_000, 1 << 20, Duration.ofMinutes(5)))
            .start();
    private HttpServer server;
    private Prometheus prometheus;
    private CompletableFuture<Void> closing;

    @BeforeEach
    void start() throws IOException {
        metrics.watch(stream::readings);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            Scrape scrape = metrics.scrape(exchange.getRequestHeaders().getFirst("Accept"));
            byte[] body = scrape.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", scrape.contentType());
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        prometheus = new Prometheus(
                folder,
                "127.0.0.1:" + server.getAddress().getPort(),
                "127.0.0.1:" + Prometheus.freePort(),
                Prometheus.freePort());
        await().atMost(TIMEOUT).until(() -> prometheus.answers() && prometheus.knows("elbowatch_lag_images"));
    }

    @AfterEach
    void stop() {
        prometheus.close();
        server.stop(0);
        if (closing == null) {
            stream.close();
        } else {
            closing.join();
        }
        metrics.close();
        broker.close();
    }

    @Test
    void shouldFireForEachFaultAndForNoOther() {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            records.send("images", "line-1", List.of(NORMAL, FAILING, NOT_FINITE, NORMAL));
            assertThat(firing())
                    .contains(
                            "ElbowatchFlushedByCommit",
                            "ElbowatchModelFails",
                            "ElbowatchNonFiniteScores",
                            "ElbowatchOnCpu");
        });
        assertThat(firing()).doesNotContain("ElbowatchLagUnknown", "ElbowatchNotRunning", "ElbowatchStalls");

        records.send("images", "line-1", List.of(NORMAL));
        broker.close();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(firing()).contains("ElbowatchLagUnknown"));
        assertThat(prometheus.query("ALERTS{alertname=~\"ElbowatchStalls|ElbowatchThreadStuck\"}"))
                .as("the brokers are away, not the model")
                .isEmpty();

        closing = CompletableFuture.runAsync(stream::close); // which waits for the brokers
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(firing()).contains("ElbowatchNotRunning"));
        assertThat(firing()).doesNotContain("ElbowatchLagUnknown");
    }

    private Set<String> firing() {
        return prometheus.query("ALERTS{alertstate=\"firing\"}").stream()
                .map((JsonNode alert) -> alert.at("/metric/alertname").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
