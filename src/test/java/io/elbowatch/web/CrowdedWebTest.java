package io.elbowatch.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One client without credentials opens more connections than the server has. The deadline for requests is too long to
 * help, so that every answer is in time by the limits alone.
 */
class CrowdedWebTest {
    private static final int CROWD = 300;
    private static final int LONG_MILLIS = 300_000;
    /** It takes milliseconds; the rest is for a busy machine. */
    private static final int ANSWER_MILLIS = 10_000;
    /** More than the kernel takes in for a client that reads nothing. */
    private static final String LARGE = "elbowatch_images_total 1\n".repeat(8_000);

    private final List<Socket> crowd = new ArrayList<>();
    private final WebServer server = WebServer.start(
            new HttpSettings("127.0.0.1", 0, false),
            LONG_MILLIS,
            accept -> new Exposition.Page("text/plain", LARGE),
            () -> new Health(true, true, Map.of()),
            config -> () -> {});

    @AfterEach
    void close() throws IOException {
        for (Socket socket : crowd) {
            socket.close();
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /health/live HTTP/1.1\r\nHost: 127", "GET "})
    void shouldAnswerProbesAndScrapesWhileOneClientSendsNoWholeRequest(String begun) throws IOException {
        gather(CROWD, begun);

        assertThatEveryoneIsAnswered();
    }

    @Test
    void shouldAnswerAClientThatSendsItsHeaderAByteAtATimeNoLonger() throws IOException {
        gather(CROWD, "GET /metrics HTTP/1.1\r\n");
        for (Socket socket : crowd) {
            trickle(socket);
        }

        assertThatEveryoneIsAnswered();
    }

    /** 20 are fewer than are let in, and more than there are threads. */
    @ParameterizedTest
    @ValueSource(ints = {20, CROWD})
    void shouldAnswerProbesAndScrapesWhileOneClientReadsNoAnswer(int connections) throws IOException {
        gather(connections, "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        assertThatEveryoneIsAnswered();
    }

    private void assertThatEveryoneIsAnswered() throws IOException {
        for (String address : List.of("127.0.0.2", "127.0.0.1")) {
            for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
                assertThat(get(address, path)).as(path + " from " + address).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    private void gather(int connections, String begun) throws IOException {
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(1_024);
            socket.connect(new InetSocketAddress("127.0.0.1", server.port()), ANSWER_MILLIS);
            crowd.add(socket);
            try {
                socket.getOutputStream().write(begun.getBytes(US_ASCII));
            } catch (IOException e) {
                assertThat(crowd)
                        .as("closed for a newer one: " + e.getMessage())
                        .hasSizeGreaterThan(1);
            }
        }
    }

    private static void trickle(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('H');
        } catch (IOException e) {
            assertThat(socket.isConnected()).as("closed: " + e.getMessage()).isTrue();
        }
    }

    /** The answer to a request from one of this machine's addresses. */
    private String get(String from, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", server.port()), ANSWER_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            try (InputStream answer = socket.getInputStream()) {
                return new String(answer.readAllBytes(), UTF_8);
            }
        }
    }
}
