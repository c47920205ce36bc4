package io.elbowatch.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WebServerTest {
    private ModelCard model = new ModelCard("<b>boards</b> & co", "1.2.0", "cpu", Map.of(), 5000, .01, "default");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private Health health = new Health(true, true, Map.of("state", "RUNNING"));
    private final WebServer server = WebServer.start(
            new HttpSettings("127.0.0.1", 0, false),
            accept ->
                    new Exposition.Page("text/plain; version=0.0.4; charset=utf-8", "accepts " + accept + " \u03b1\n"),
            () -> health,
            () -> model);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldServeWhatTheExpositionMakesOfTheAcceptHeader() throws Exception {
        HttpResponse<String> response = get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).isEqualTo("accepts application/openmetrics-text;version=1.0.0 \u03b1\n");
    }

    @Test
    void shouldServeMetricsWithoutAnAcceptHeader() throws Exception {
        assertThat(get("/metrics").body()).startsWith("accepts null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void shouldBeUpWhileRunning(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo("{\"status\":\"UP\",\"detail\":{\"state\":\"RUNNING\"}}");
    }

    @Test
    void shouldBeLiveButNotReadyWhileRebalancing() throws Exception {
        health = new Health(true, false, Map.of("state", "REBALANCING"));

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"status\":\"DOWN\",\"detail\":{\"state\":\"REBALANCING\"}}");
    }

    @Test
    void shouldBeDownAfterAnError() throws Exception {
        health = new Health(false, false, Map.of("state", "ERROR"));

        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldShowTheModelWithItsTextEscaped() throws Exception {
        HttpResponse<String> response = get("/");

        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(response.body())
                .contains("&lt;b&gt;boards&lt;/b&gt; &amp; co", "1.2.0", "cpu", "5000", "0.01", "default")
                .contains("href=\"/metrics\"", "href=\"/health/live\"", "href=\"/health/ready\"")
                .doesNotContain("<b>", "http://", "https://");
    }

    @Test
    void shouldShowTheVerdictsSettingsOfTheMoment() throws Exception {
        get("/");
        model = new ModelCard("boards", "1.2.0", "cpu", Map.of(), 5000, .25, "local");

        assertThat(get("/").body()).contains("0.25", "local").doesNotContain("0.01", "default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/health/live", "/nowhere"})
    void shouldSendSecurityHeaders(String path) throws Exception {
        Map<String, String> headers = Map.of(
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cache-Control", "no-store");

        HttpResponse<String> response = get(path);

        headers.forEach(
                (name, value) -> assertThat(response.headers().allValues(name)).containsExactly(value));
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
        assertThat(response.headers().firstValue("Server")).isEmpty();
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void shouldNotEchoAnUnknownPath() throws Exception {
        HttpResponse<String> response = get("/nowhere/%3Cscript%3E", "Accept", "text/html,application/json");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(response.body()).isEqualTo("not found\n");
    }

    /** What a page from elsewhere could do whose name suddenly means this machine. */
    @ParameterizedTest
    @CsvSource({
        "localhost:1, 200",
        "127.0.0.1, 200",
        "[::1]:9464, 200",
        "elbowatch.localhost, 200",
        "attacker.example, 421",
        "127.0.0.1.attacker.example, 421",
        "localhost.attacker.example:9464, 421"
    })
    void shouldBeAskedForByTheNameOfThisMachineAlone(String host, int status) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/evidence/images-0-17.png"})
    void shouldShowNoImagesWithoutThePage(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void shouldAnswerNothingButGetAndHead(String method) throws Exception {
        HttpResponse<String> response = send(request("/metrics")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/health/ready"})
    void shouldAnswerHeadWithoutABody(String path) throws Exception {
        HttpResponse<String> response = send(request(path)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
