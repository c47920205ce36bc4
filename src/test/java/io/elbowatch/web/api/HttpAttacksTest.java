package io.elbowatch.web.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The requests of attacks.txt against a server with every route. None changes anything, none gets more than one answer,
 * none sees itself or a file in the answer, and after each the next client is answered.
 */
class HttpAttacksTest {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final List<String> SAFE =
            List.of("X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer", "Content-Security-Policy: ");

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = new WholeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    static List<HttpAttack> attacks() {
        return HttpAttack.all();
    }

    @Test
    void shouldKnowTheRoutes() {
        assertThat(HttpAttack.routes("{get}"))
                .contains(
                        "/", "/metrics", "/assets/x/app.js", "/evidence/images-0-17", "/api/image/images-0-17/original")
                .hasSizeGreaterThan(15);
        assertThat(HttpAttack.routes("{post}"))
                .containsExactlyInAnyOrder("/api/incidents/images-0-17-anomalies", "/api/labels", "/api/settings");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void shouldWithstand(HttpAttack attack) throws IOException {
        // Again where a client has written too often within a second.
        String answer = await().pollDelay(Duration.ZERO)
                .until(
                        () -> send(attack.request(server.port())),
                        given -> !status(given).equals("429"));

        assertThat(status(answer)).as(shown(answer)).isIn(attack.answers());
        assertThat(server.written()).as("records written").isZero();
        if (!answer.isEmpty()) {
            assertThat(answer.split("HTTP/1\\.[01] ", -1)).as(shown(answer)).hasSize(2);
            assertThat(answer)
                    .contains(SAFE)
                    .doesNotContainIgnoringCase(
                            "zqx", "root:", "Server:", "Set-Cookie", "Access-Control-", "Exception", "jetty");
        }
        assertThat(status(send("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII))))
                .isEqualTo("200");
    }

    /** An answer that goes on until the client leaves. */
    private static boolean isStream(ByteArrayOutputStream answer) {
        return answer.toString(ISO_8859_1).contains("text/event-stream");
    }

    private static String status(String answer) {
        return answer.isEmpty() ? "closed" : answer.split(" ", 3)[1];
    }

    private static String shown(String answer) {
        return answer.substring(0, Math.min(1_000, answer.length()));
    }

    /** The whole answer; what came of it where the server closed the connection before the end of the request. */
    private static String send(byte[] request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            byte[] some = new byte[8192];
            for (int read = in.read(some); read >= 0 && !isStream(answer); read = in.read(some)) {
                answer.write(some, 0, read);
            }
        } catch (SocketException e) {
            assertThat(request.length)
                    .as("bytes of a request that was cut off: " + e.getMessage())
                    .isPositive();
        }
        return answer.toString(ISO_8859_1);
    }
}
