package io.elbowatch.web;

import io.elbowatch.core.Refusal;
import io.elbowatch.testing.JournalView;
import io.elbowatch.web.api.Api;
import io.elbowatch.web.api.ApiRefusal;
import io.elbowatch.web.api.Author;
import io.elbowatch.web.api.JsonAnswer;
import io.elbowatch.web.api.JsonBody;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who may write over HTTP, and what: the requests that browsers of other sites and hostile programs send. */
class WriteOverHttpTest {
    private static final String JSON = "Content-Type: application/json";
    private static final String PASSWORD = "correct horse";
    private static final long LONG_MILLIS = 60_000;
    private static final int FLOOD = 10_000;
    private static final int AT_ONCE = 50;

    private final AtomicInteger written = new AtomicInteger();

    /** Answers with who writes what. */
    private final Api echo = routes -> {
        routes.post("/api/echo", context -> {
            written.incrementAndGet();
            JsonAnswer.send(
                    context, JsonAnswer.object().put("by", Author.of(context)).set("body", JsonBody.of(context)));
        });
        routes.get(
                "/api/who",
                context -> JsonAnswer.send(
                        context,
                        JsonAnswer.object().put("by", Author.find(context).orElse(null))));
        routes.post("/api/wrong", context -> {
            throw new ApiRefusal(404, "no such thing", "name another");
        });
        routes.post("/api/away", context -> {
            throw new Refusal("no answer from Kafka", "look after the brokers");
        });
    };

    @Test
    void shouldLetAProgramOnThisMachineWrite() throws Exception {
        try (WebServer server = open()) {
            assertThat(post(server, "{\"a\":1}", JSON))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("{\"by\":\"local\",\"body\":{\"a\":1}}");
            assertThat(post(server, "{}", "Content-Type: application/json; charset=UTF-8"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldLetItsOwnPageWrite() throws Exception {
        try (WebServer server = open()) {
            String host = "127.0.0.1:" + server.port();
            assertThat(post(server, "{}", JSON, "Sec-Fetch-Site: same-origin", "Origin: http://" + host))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(post(server, "{}", JSON, "Origin: http://" + host)).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: none",
                "Sec-Fetch-Site: ",
                "Origin: https://elsewhere.example",
                "Origin: http://127.0.0.1:1",
                "Origin: http://127.0.0.1",
                "Origin: null",
                "Origin: 127.0.0.1"
            })
    void shouldRefuseAPageOfAnotherSite(String header) throws Exception {
        try (WebServer server = secured();
                WebServer local = open()) {
            assertThat(post(server, "{}", JSON, header, basic("anna", PASSWORD)))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(post(local, "{}", JSON, header))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("{\"error\":\"the request comes from a page of another site\",\"remedy\":");
        }
        assertThat(written).hasValue(0);
    }

    /** Without JSON a browser would ask first, and gets no permission. */
    @Test
    void shouldGiveNoOtherSitePermission() throws Exception {
        try (WebServer server = open()) {
            String answer = exchange(
                    server,
                    "OPTIONS /api/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://elsewhere.example\r\n"
                            + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 405 ").doesNotContain("Access-Control-Allow");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: application/json; charset=utf-16",
                "Content-Type: application/jsonx",
                "X: y"
            })
    void shouldTakeJsonAlone(String header) throws Exception {
        try (WebServer server = open()) {
            assertThat(post(server, "{}", header)).startsWith("HTTP/1.1 415 ");
        }
        assertThat(written).hasValue(0);
    }

    @Test
    void shouldTakeNoLargeBody() throws Exception {
        try (WebServer server = open()) {
            String fits = "{\"x\":\"" + "x".repeat(JsonBody.MAX_BYTES - 8) + "\"}";
            assertThat(post(server, fits, JSON)).startsWith("HTTP/1.1 200 ");
            assertThat(post(server, fits + " ", JSON)).startsWith("HTTP/1.1 413 ");
            assertThat(exchange(server, head("/api/echo", JSON, "Content-Length: 99999999999999")))
                    .startsWith("HTTP/1.1 413 ");
        }
        assertThat(written).hasValue(1);
    }

    @Test
    void shouldTakeNoBodyOfUnknownLength() throws Exception {
        try (WebServer server = open()) {
            assertThat(exchange(server, head("/api/echo", JSON, "Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 411 ");
            assertThat(exchange(server, head("/api/echo", JSON))).startsWith("HTTP/1.1 411 ");
            assertThat(exchange(
                            server,
                            head("/api/echo", JSON, "Content-Length: 2", "Transfer-Encoding: chunked")
                                    + "2\r\n{}\r\n0\r\n\r\n"))
                    .matches("(?s)HTTP/1.1 (400|411) .*");
        }
        assertThat(written).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[1]", "7", "null", "{", "{}{}", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":2}}", "\u0000"})
    void shouldTakeOneObjectAlone(String body) throws Exception {
        try (WebServer server = open()) {
            assertThat(post(server, body, JSON))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("{\"error\":\"the body is no JSON object\"");
        }
    }

    @Test
    void shouldTakeNoDeepJson() throws Exception {
        try (WebServer server = open()) {
            assertThat(post(server, "{\"a\":" + "[".repeat(3000) + "]".repeat(3000) + "}", JSON))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void shouldStampWhoWritesFromTheLoginAlone() throws Exception {
        try (WebServer server = secured()) {
            String forged = "{\"by\":\"boss\"}";
            assertThat(post(server, forged, JSON, basic("anna", PASSWORD))).contains("{\"by\":\"anna\"");
            assertThat(post(server, forged, JSON, basic("b\u00f6rge", PASSWORD + "2")))
                    .contains("{\"by\":\"b\u00f6rge\"");
            assertThat(post(server, forged, JSON, basic("elbowatch", PASSWORD + "3")))
                    .contains("{\"by\":\"elbowatch\"");
            assertThat(post(server, forged, JSON, "Authorization: Bearer abc-token-12"))
                    .contains("{\"by\":\"token\"");
        }
    }

    @Test
    void shouldLetNobodyWriteWithAWrongLogin() throws Exception {
        try (WebServer server = secured()) {
            assertThat(post(server, "{}", JSON)).startsWith("HTTP/1.1 401 ");
            assertThat(post(server, "{}", JSON, basic("anna", PASSWORD + "2"))).startsWith("HTTP/1.1 401 ");
            assertThat(post(server, "{}", JSON, basic("carl", PASSWORD))).startsWith("HTTP/1.1 401 ");
        }
        assertThat(written).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, true, 127.0.0.1", "127.0.0.1, true, elsewhere.example"})
    void shouldLetNobodyWriteWhereAnybodyReads(String host, boolean insecure, String name) throws Exception {
        HttpAccess access = new HttpAccess(Optional.empty(), Optional.empty(), insecure);
        try (WebServer server = start(new HttpSettings(host, 0, true, access), LONG_MILLIS)) {
            String answer = exchange(
                    server,
                    "POST /api/echo HTTP/1.1\r\nHost: " + name + "\r\n" + JSON + "\r\nContent-Length: 2\r\n\r\n{}");

            assertThat(answer).startsWith("HTTP/1.1 403 ").contains("http.password, http.users or http.token");
            assertThat(exchange(server, "GET /api/who HTTP/1.1\r\nHost: " + name + "\r\n\r\n"))
                    .endsWith("{\"by\":null}");
        }
        assertThat(written).hasValue(0);
    }

    /** A name that another site made resolve to the loopback address. */
    @Test
    void shouldLetNobodyWriteByANameThatIsNotThisMachines() throws Exception {
        try (WebServer server = open()) {
            assertThat(exchange(
                            server,
                            "POST /api/echo HTTP/1.1\r\nHost: elsewhere.example\r\n" + JSON
                                    + "\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 2\r\n\r\n{}"))
                    .startsWith("HTTP/1.1 421 ");
        }
        assertThat(written).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-For: 10.0.0.7", "Forwarded: for=10.0.0.7", "Via: 1.1 proxy", "X-Real-IP: 10.0.0.7"})
    void shouldNotTakeTheClientsOfAProxyForThisMachine(String header) throws Exception {
        try (WebServer server = open()) {
            assertThat(post(server, "{}", JSON, header)).startsWith("HTTP/1.1 403 ");
        }
        assertThat(written).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /",
        "POST, /metrics",
        "POST, /apix/echo",
        "PUT, /api/echo",
        "DELETE, /api/echo",
        "PATCH, /api/echo"
    })
    void shouldTakePostsBelowItsApiAlone(String method, String path) throws Exception {
        try (WebServer server = open()) {
            assertThat(exchange(
                            server,
                            method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + JSON
                                    + "\r\nContent-Length: 2\r\n\r\n{}"))
                    .startsWith("HTTP/1.1 405 ");
        }
    }

    @Test
    void shouldAnswerEveryRefusalInJson() throws Exception {
        try (WebServer server = open()) {
            assertThat(postTo(server, "/api/wrong", "{}", JSON))
                    .startsWith("HTTP/1.1 404 ")
                    .contains("Content-Type: application/json")
                    .endsWith("{\"error\":\"no such thing\",\"remedy\":\"name another\"}");
            assertThat(postTo(server, "/api/nowhere", "{}", JSON))
                    .startsWith("HTTP/1.1 404 ")
                    .contains("{\"error\":\"there is nothing here\"");
            assertThat(postTo(server, "/api/away", "{}", JSON))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("{\"error\":\"no answer from Kafka\",\"remedy\":\"look after the brokers\"}");
        }
    }

    @Test
    void shouldStopAFloodAndStillAnswerOthers() throws Exception {
        try (WebServer server = secured()) {
            HttpRequest write = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/echo"))
                    .headers("Content-Type", "application/json", "Authorization", credentials("anna", PASSWORD))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            Map<Integer, Integer> answers = new HashMap<>();
            long begunNanos = System.nanoTime();
            for (int wave = 0; wave < FLOOD / AT_ONCE; wave++) {
                Stream.generate(() -> client.sendAsync(write, HttpResponse.BodyHandlers.discarding()))
                        .limit(AT_ONCE)
                        .toList()
                        .forEach(answer -> answers.merge(answer.join().statusCode(), 1, Integer::sum));
            }
            double seconds = (System.nanoTime() - begunNanos) / 1e9;

            assertThat(answers).containsKeys(200, 429);
            assertThat(answers.keySet()).isSubsetOf(200, 429, 503); // 503 after 200 ms without a turn
            assertThat(answers.get(200) + answers.getOrDefault(503, 0))
                    .isBetween(WriteRate.BURST, (int) (WriteRate.BURST + WriteRate.PER_SECOND * seconds) + 1);
            assertThat(written.get()).isEqualTo(answers.get(200));
            assertThat(post(server, "{}", JSON, basic("b\u00f6rge", PASSWORD + "2")))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldAnswerProbesWhileBodiesDoNotCome() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (WebServer server = open()) {
            for (int i = 0; i < WriteRate.BURST; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                slow.add(socket);
                socket.getOutputStream().write((head("/api/echo", JSON, "Content-Length: 20") + "{").getBytes(UTF_8));
            }

            assertThat(exchange(server, "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void shouldCloseAConnectionWhoseBodyDoesNotCome() throws Exception {
        try (WebServer server = start(new HttpSettings("127.0.0.1", 0, true), 1_000)) {
            assertThat(exchange(server, head("/api/echo", JSON, "Content-Length: 20") + "{"))
                    .doesNotStartWith("HTTP/1.1 2");
            await().ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(post(server, "{}", JSON)).startsWith("HTTP/1.1 200 "));
        }
        assertThat(written).hasValue(1);
    }

    private WebServer open() {
        return start(new HttpSettings("127.0.0.1", 0, true), LONG_MILLIS);
    }

    private WebServer secured() {
        Users users = new Users(Map.of("anna", PASSWORD, "b\u00f6rge", PASSWORD + "2"));
        return start(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        true,
                        new HttpAccess(
                                Optional.empty(),
                                Credentials.of(
                                        "elbowatch", Optional.of(PASSWORD + "3"), Optional.of("abc-token-12"), users),
                                false)),
                LONG_MILLIS);
    }

    private WebServer start(HttpSettings settings, long requestMillis) {
        return WebServer.start(
                settings,
                requestMillis,
                accept -> new Exposition.Page("text/plain", "metrics\n"),
                () -> new Health(true, true, Map.of()),
                config -> new LivePage(new JournalView(), Optional::empty, List.of(echo))
                        .route(config, () -> new ModelCard("boards", "1", "cpu", Map.of(), 99, .01, "default")));
    }

    private static String basic(String user, String password) {
        return "Authorization: " + credentials(user, password);
    }

    private static String credentials(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private static String post(WebServer server, String body, String... headers) throws IOException {
        return postTo(server, "/api/echo", body, headers);
    }

    private static String postTo(WebServer server, String path, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Host: 127.0.0.1:" + server.port());
        all.add("Content-Length: " + body.getBytes(UTF_8).length);
        return exchange(server, "POST " + path + " HTTP/1.1\r\n" + String.join("\r\n", all) + "\r\n\r\n" + body);
    }

    private static String head(String path, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** Sends what an HTTP library would refuse to send; the whole answer. */
    private static String exchange(WebServer server, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
