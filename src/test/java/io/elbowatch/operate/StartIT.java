package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The start of {@code elbowatch run}, as a separate process, where it takes long or fails. */
class StartIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void shouldWaitForABrokerThatStartsLater() throws Exception {
        int kafka = Prometheus.freePort();
        int http = Prometheus.freePort();
        try (Program elbowatch = run(kafka, http)) {
            await().atMost(TIMEOUT).until(() -> elbowatch.output().contains("start waits for Kafka"));
            assertThat(status(http, "live")).isEqualTo(200);
            assertThat(status(http, "ready")).isEqualTo(503);

            try (EmbeddedBroker broker = EmbeddedBroker.start(kafka)) {
                await().atMost(TIMEOUT).until(() -> status(http, "ready") == 200);

                assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + kafka);
                elbowatch.terminate();
                assertThat(elbowatch.awaitExit(TIMEOUT)).isEqualTo(SIGTERM);
            }
        }
    }

    /** Before, it said nothing for ten seconds and then printed an error. */
    @Test
    void shouldEndAtOnceAndQuietlyWhileItStarts() throws Exception {
        int http = Prometheus.freePort();
        try (Program elbowatch = run(Prometheus.freePort(), http)) {
            await().atMost(TIMEOUT).until(() -> status(http, "live") == 200);

            elbowatch.terminate();

            assertThat(elbowatch.awaitExit(Duration.ofSeconds(8))).isEqualTo(SIGTERM);
            assertThat(elbowatch.output()).doesNotContain("error", "Exception");
        }
    }

    @Test
    void shouldTellARefusedStartInTheFormatOfTheLog() throws Exception {
        try (Program elbowatch =
                Program.elbowatch(folder.resolve("elbowatch.log"), "run", "--log-format", "json", "--threads", "0")) {
            assertThat(elbowatch.awaitExit(TIMEOUT)).isEqualTo(2);

            List<String> lines = elbowatch.output().lines().toList();
            assertThat(lines).hasSize(1);
            JsonNode line = new ObjectMapper().readTree(lines.get(0));
            assertThat(line.get("log.level").asText()).isEqualTo("ERROR");
            assertThat(line.get("message").asText()).contains("threads = '0'");
            assertThat(line.at("/elbowatch/fix").asText()).contains("docs/settings.md");
        }
    }

    private Program run(int kafka, int http) {
        return Program.elbowatch(
                folder.resolve("elbowatch.log"),
                "run",
                "--bundle",
                Bundles.BOARDS.toString(),
                "--bootstrap-servers",
                "127.0.0.1:" + kafka,
                "--topics-create",
                "--start-timeout",
                "3m",
                "--http-port",
                Integer.toString(http));
    }

    /** 0 while the server does not answer. */
    private static int status(int port, String probe) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/" + probe)
                            .toURL()
                            .openConnection();
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
