package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A real Prometheus with a real Alertmanager on a copy of prometheus/. The copy differs in addresses, in intervals and
 * in how long an alert is pending; expressions and windows are as shipped.
 */
final class Prometheus implements AutoCloseable {
    private static final Path SHIPPED = Path.of("prometheus");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = freePort();
    private final Program prometheus;
    private final Program alertmanager;

    /**
     * @param target what is scraped, HOST:PORT
     * @param refused an address without a listener, like that of an instance that refused to start
     * @param webhookPort where alerts are received
     */
    Prometheus(Path folder, String target, String refused, int webhookPort) throws IOException {
        int alertmanagerPort = freePort();
        Path rules = Files.createDirectories(folder.resolve("rules"));
        for (String file : List.of("recording.yml", "alerts.yml")) {
            Files.writeString(
                    rules.resolve(file),
                    Files.readString(SHIPPED.resolve("rules").resolve(file)).replaceAll("( for: )\\w+", "$11s"));
        }
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"),
                Files.readString(SHIPPED.resolve("prometheus.yml"))
                        .replaceAll("_interval: 15s", "_interval: 1s")
                        .replace("\"alertmanager:9093\"", "\"127.0.0.1:" + alertmanagerPort + "\"")
                        .replaceAll(
                                "( +)dns_sd_configs:\n(\\1 .*\n)+",
                                "$1static_configs:\n$1  - targets: [\"" + target + "\", \"" + refused + "\"]\n"));
        Path routes = Files.writeString(
                folder.resolve("alertmanager.yml"),
                Files.readString(SHIPPED.resolve("alertmanager.yml"))
                        .replace("127.0.0.1:5001", "127.0.0.1:" + webhookPort)
                        .replaceAll("group_(wait|interval): \\w+", "group_$1: 1s"));
        alertmanager = Program.start(
                folder.resolve("alertmanager.log"),
                folder,
                Map.of(),
                List.of(
                        tool("prometheus-alertmanager", "alertmanager"),
                        "--config.file=" + routes,
                        "--storage.path=" + folder.resolve("alertmanager"),
                        "--web.listen-address=127.0.0.1:" + alertmanagerPort,
                        "--cluster.listen-address="));
        prometheus = Program.start(
                folder.resolve("prometheus.log"),
                folder,
                Map.of(),
                List.of(
                        tool("prometheus"),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--enable-feature=exemplar-storage"));
    }

    /** The path of a tool; the test is skipped where it is missing. */
    static String tool(String... names) {
        Need.PROMETHEUS.check(
                Program.find(names).isPresent(),
                () -> "no " + String.join(" or ", names) + " on the path: install Debian's prometheus and"
                        + " prometheus-alertmanager");
        return Program.find(names).orElseThrow().toString();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The current series of an expression. @throws AssertionError with Prometheus' message when it does not parse */
    List<JsonNode> query(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(expression + "\n" + answer);
        }
        return elements(answer.at("/data/result")).toList();
    }

    /** Whether an expression has a number as its current value. */
    boolean knows(String expression) {
        return query(expression).stream()
                .anyMatch(series -> !series.at("/value/1").asText().equals("NaN"));
    }

    /** All rules, recording and alerting, with their health. */
    List<JsonNode> rules() {
        return elements(get("/api/v1/rules").at("/data/groups"))
                .flatMap(group -> elements(group.path("rules")))
                .toList();
    }

    JsonNode get(String path) {
        try {
            return JSON.readTree(http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean answers() {
        try {
            return get("/api/v1/status/buildinfo").path("status").asText().equals("success");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(array::get);
    }

    @Override
    public void close() {
        prometheus.close();
        alertmanager.close();
    }
}
