package io.elbowatch.web;

import io.elbowatch.stream.live.LiveView;
import io.elbowatch.testing.JournalView;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams that fail while they are opened, more often than streams may be open. */
class EventStreamsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final JournalView journal = new JournalView();
    private final Server server = new Server(0);

    /** Jetty logs no stack trace of a quiet one. */
    private static final class OfTest extends RuntimeException implements QuietException {
        private static final long serialVersionUID = 1L;
    }

    private static final class NotStarted extends HttpServletRequestWrapper {
        private NotStarted(HttpServletRequest request) {
            super(request);
        }

        @Override
        public AsyncContext startAsync() {
            throw new OfTest();
        }
    }

    @AfterEach
    void close() throws Exception {
        server.stop();
    }

    @Test
    void shouldRefuseNobodyAfterTheViewFailed() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        LiveView view = new LiveView() {
            @Override
            public Watch watch() {
                if (failing.get()) {
                    throw new OfTest();
                }
                return journal.watch();
            }

            @Override
            public Optional<byte[]> picture(String name) {
                return Optional.empty();
            }

            @Override
            public void close() {
                // nothing is read
            }
        };
        serve(view, request -> request);

        openMoreThanFit();
        failing.set(false);

        HttpResponse<Stream<String>> opened = client.send(request(), BodyHandlers.ofLines());
        assertThat(opened.statusCode()).isEqualTo(200);
        try (Stream<String> lines = opened.body()) {
            assertThat(lines.findFirst()).contains("event: hello");
        }
    }

    @Test
    void shouldKeepNothingOfStreamsThatTheServerDoesNotStart() throws Exception {
        serve(journal, NotStarted::new);

        openMoreThanFit();

        assertThat(journal.watchers()).isZero();
    }

    private void serve(LiveView view, UnaryOperator<HttpServletRequest> requests) throws Exception {
        ServletHolder holder = new ServletHolder(new EventStreams(
                view,
                () -> new ModelCard("boards", "2.0.0", "cpu", Map.of(), 5000, .001, "default"),
                Optional::empty,
                "1"));
        holder.setAsyncSupported(true);
        FilterHolder filter = new FilterHolder(
                (request, response, chain) -> chain.doFilter(requests.apply((HttpServletRequest) request), response));
        filter.setAsyncSupported(true);
        ServletContextHandler handler = new ServletContextHandler();
        handler.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        handler.addServlet(holder, "/events");
        server.setHandler(handler);
        server.start();
    }

    private void openMoreThanFit() throws Exception {
        for (int i = 0; i <= EventStreams.MAX_STREAMS; i++) {
            assertThat(client.send(request(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(500);
        }
    }

    private HttpRequest request() {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                .timeout(Duration.ofSeconds(30))
                .build();
    }
}
