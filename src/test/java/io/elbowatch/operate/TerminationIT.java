package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A termination of {@code elbowatch run}, as a separate process, while a batch is held back. */
class TerminationIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** The time that docs/runbook.md states. */
    private static final Duration STATED = Duration.ofSeconds(25);

    private static final int IMAGES = 30;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void shouldFinishAndCommitWhatIsInFlightAndLogJson() throws Exception {
        int port = Prometheus.freePort();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(
                    Map.of("images", 1, "scores", 1, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
            Records records = new Records(broker.bootstrapServers());
            try (Program elbowatch = Program.elbowatch(
                    folder.resolve("elbowatch.log"),
                    "run",
                    "--bundle",
                    Bundles.BOARDS.toString(),
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--http-port",
                    Integer.toString(port),
                    "--log-format",
                    "json",
                    // Only the termination releases the batch.
                    "--batch-linger",
                    "10m",
                    "--set",
                    "kafka.commit.interval.ms=600000",
                    "--set",
                    "kafka.transaction.timeout.ms=900000")) {
                await().atMost(TIMEOUT).until(() -> body(port, "/health/ready").contains("UP"));
                records.send("images", "line-1", Collections.nCopies(IMAGES, new byte[64 * 64]));
                await().atMost(TIMEOUT)
                        .until(() -> body(port, "/metrics").contains("elbowatch_batch_waiting_images " + IMAGES));
                assertThat(records.readAll(List.of("scores"))).isEmpty();

                elbowatch.terminate();

                assertThat(elbowatch.awaitExit(STATED)).isEqualTo(SIGTERM);
                assertThat(records.readAll(List.of("scores"))).hasSize(IMAGES);
                assertThat(committed(broker)).isEqualTo(IMAGES);
                assertJson(elbowatch.output());
            }
        }
    }

    private static void assertJson(String log) throws Exception {
        List<String> lines = log.lines().toList();
        assertThat(lines).hasSizeGreaterThan(3);
        for (String line : lines) {
            JsonNode event = new ObjectMapper().readTree(line);
            assertThat(event.path("@timestamp").asText()).as(line).matches("\\d{4}-.*T.*\\.\\d{3}Z");
            assertThat(event.path("log.level").asText()).as(line).isNotBlank();
            assertThat(event.path("log.logger").asText()).as(line).isNotBlank();
            assertThat(event.path("message").asText()).as(line).isNotBlank();
        }
        assertThat(log).contains("\"message\":\"scoring topic=images url=", "\"elbowatch\":{\"topic\":\"images\"");
    }

    private static long committed(EmbeddedBroker broker) throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets("elbowatch")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition("images", 0))
                    .offset();
        }
    }

    /** Empty while the server does not answer. */
    private static String body(int port, String path) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }
}
