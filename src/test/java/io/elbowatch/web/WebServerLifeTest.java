package io.elbowatch.web;

import io.elbowatch.core.Refusal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Start and stop. */
class WebServerLifeTest {
    private static final HttpSettings ANY_PORT = new HttpSettings("127.0.0.1", 0, false);
    private static final Exposition EMPTY = accept -> new Exposition.Page("text/plain", "");

    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebServer server = start(ANY_PORT, EMPTY);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldRefuseAPortInUse() {
        HttpSettings taken = new HttpSettings("127.0.0.1", server.port(), false);

        assertThatThrownBy(() -> start(taken, EMPTY))
                .isInstanceOf(Refusal.class)
                .hasMessage("cannot serve HTTP on 127.0.0.1 port " + server.port() + ": Address already in use")
                .satisfies(e -> assertThat(((Refusal) e).remedy()).contains("http.port"));
    }

    /** 192.0.2.0/24 is for documentation and never an address of a machine; .invalid is never a name (RFC 5737, 2606). */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "elbowatch.invalid"})
    void shouldRefuseAnAddressOfNoneOfOurs(String host) {
        assertThatThrownBy(() -> start(
                        new HttpSettings(host, 0, false, new HttpAccess(Optional.empty(), Optional.empty(), true)),
                        EMPTY))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("cannot serve HTTP on " + host + " port 0: ")
                .satisfies(e -> assertThat(((Refusal) e).remedy()).contains("http.host"));
    }

    @Test
    void shouldTellWhereItIs() {
        assertThat(server.port()).isPositive();
        assertThat(server.url()).isEqualTo("http://127.0.0.1:" + server.port() + "/");
    }

    @Test
    void shouldNotKeepTheJvmAlive() throws Exception {
        client.send(metrics(server), HttpResponse.BodyHandlers.discarding());

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !threadsBefore.contains(thread))
                .allMatch(Thread::isDaemon);
    }

    @Test
    void shouldNotListenAfterClose() {
        server.close();

        assertThatThrownBy(() -> client.send(metrics(server), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(ConnectException.class);
    }

    /** 500 ms is what is waited for it; the rest is for a busy machine. */
    @Test
    void shouldNotWaitLongForAHangingRequestOnClose() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Exposition hanging = accept -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return EMPTY.metrics(accept);
        };
        WebServer stuck = start(ANY_PORT, hanging);
        client.sendAsync(metrics(stuck), HttpResponse.BodyHandlers.discarding());
        asked.await();

        assertTimeout(Duration.ofSeconds(20), stuck::close);
    }

    private static WebServer start(HttpSettings settings, Exposition exposition) {
        return WebServer.start(
                settings,
                exposition,
                () -> new Health(true, true, Map.of()),
                () -> new ModelCard("boards", "1.2.0", "cpu", Map.of(), 5000, .01, "default"));
    }

    private static HttpRequest metrics(WebServer server) {
        return HttpRequest.newBuilder(URI.create(server.url()).resolve("/metrics"))
                .build();
    }
}
