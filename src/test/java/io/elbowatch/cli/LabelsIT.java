package io.elbowatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.HttpProgram;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Labels of scored images through HTTP and the command line, at the program as it is delivered. */
class LabelsIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private HttpProgram program;

    @Test
    void shouldTakeLabelsOfScoredImagesByName() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "anna:correct horse\nben:battery staple\n");
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                HttpProgram started = new HttpProgram(folder)) {
            program = started;
            program.start(
                    "--bundle",
                    "boards",
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--topics-create",
                    "true",
                    "--topics-feedback",
                    "feedback",
                    "--http-users",
                    "file:" + users);
            program.awaitReady();
            Records records = new Records(broker.bootstrapServers());
            records.send("images", "camera-7", boards());
            await().atMost(TIMEOUT)
                    .until(() -> records.readAll(List.of("scores")).size() == 3);

            shouldLabelOverHttp(records);
            shouldLabelFromTheCommandLine(records, broker.bootstrapServers());
        }
    }

    private void shouldLabelOverHttp(Records records) throws Exception {
        HttpResponse<String> answer =
                post("{\"image\":\"images-0-1\",\"label\":\"defect\",\"kind\":\"<b>\",\"by\":\"ben\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode label = Records.json(last(records));
        assertThat(label.get("by").asText()).isEqualTo("anna");
        assertThat(label.get("source").asText()).isEqualTo("camera-7");
        assertThat(label.at("/verdict/bundle").asText()).isEqualTo("boards");
        assertThat(post("{\"image\":\"images-0-3\",\"label\":\"defect\"}").statusCode())
                .isEqualTo(404);
        assertThat(post("{\"image\":\"feedback-0-0\",\"label\":\"defect\"}").statusCode())
                .isEqualTo(404);
        assertThat(records.readAll(List.of("feedback"))).hasSize(1);
        metric("elbowatch_feedback_labels{label=\"defect\"} 1.0");
        assertThat(JSON.readTree(get("/api/labels/images-0-1").body())
                        .at("/label/kind")
                        .asText())
                .isEqualTo("<b>");
    }

    private void shouldLabelFromTheCommandLine(Records records, String servers) throws IOException {
        Shell.run(
                        "label",
                        "images-0-0",
                        "images-0-1",
                        "--as",
                        "normal",
                        "--by",
                        "carl",
                        "--source",
                        "camera-?",
                        "--bootstrap-servers",
                        servers)
                .assertDone();

        assertThat(Records.json(last(records)).get("by").asText()).isEqualTo("carl");
        metric("elbowatch_feedback_labels{label=\"normal\"} 2.0");
        metric("elbowatch_feedback_labels{label=\"defect\"} 0.0");

        Shell.run("label", "images-0-2", "images-0-99", "--as", "defect", "--bootstrap-servers", servers)
                .assertRefused("no label is written", "images-0-99 has no score");
        assertThat(records.readAll(List.of("feedback"))).hasSize(3);

        Shell.run("label", "images-0-0", "--withdraw", "--bootstrap-servers", servers)
                .assertDone();
        assertThat(last(records).value()).isNull();
        metric("elbowatch_feedback_labels{label=\"normal\"} 1.0");
    }

    private void metric(String line) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(get("/metrics").body()).contains(line));
    }

    private static ConsumerRecord<byte[], byte[]> last(Records records) {
        List<ConsumerRecord<byte[], byte[]>> all = records.readAll(List.of("feedback"));
        return all.get(all.size() - 1);
    }

    private static List<byte[]> boards() {
        BoardSet set = new BoardSet(new BoardGenerator(1), 3, true);
        List<byte[]> boards = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boards.add(set.board(i).picture().png());
        }
        return boards;
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return program.send(request("/api/labels")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return program.send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        String login = Base64.getEncoder().encodeToString("anna:correct horse".getBytes(UTF_8));
        return program.request(path).header("Authorization", "Basic " + login);
    }
}
