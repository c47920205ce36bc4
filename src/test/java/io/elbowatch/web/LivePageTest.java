package io.elbowatch.web;

import io.elbowatch.stream.live.Journal;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.testing.JournalView;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LivePageTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private final JournalView view =
            new JournalView(name -> name.equals("images-0-17") ? Optional.of(PNG) : Optional.empty());
    private final Journal journal = view.journal();
    private Optional<String> notice = Optional.empty();
    private final WebServer server = WebServer.start(
            new HttpSettings("127.0.0.1", 0, true),
            accept -> new Exposition.Page("text/plain", "metrics\n"),
            () -> new Health(true, true, Map.of()),
            () -> new ModelCard("boards", "2.0.0", "cpu", Map.of("Seed", "1"), 5000, .01, "default"),
            new LivePage(view, () -> notice));

    /** An open stream, read line by line. */
    private static final class Events implements Closeable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        private Events(HttpResponse<InputStream> response) {
            this.response = response;
            this.lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
        }

        /** What came up to and with the first line of that kind. */
        private List<String> until(String start) throws Exception {
            List<String> read = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(line);
                if (line.startsWith(start)) {
                    return read;
                }
            }
            throw new AssertionError("the stream ended after " + read);
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldLoadNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.body()).doesNotContain("http://", "https://", "<style", " style=", "onclick");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void shouldLetABrowserKeepWhatThePageLoads() throws Exception {
        Matcher addresses = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"").matcher(get("/").body());

        List<String> found = addresses.results().map(match -> match.group(1)).toList();

        assertThat(found).hasSize(5);
        for (String address : found) {
            HttpResponse<String> asset = get(address);
            assertThat(asset.statusCode()).as(address).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(asset.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            String tag = asset.headers().firstValue("ETag").orElseThrow();
            assertThat(get(address, "If-None-Match", tag).statusCode()).isEqualTo(304);
        }
    }

    @Test
    void shouldServeEveryModuleThatAModuleImports() throws Exception {
        Matcher entry = Pattern.compile("/assets/[0-9a-f]+/").matcher(get("/").body());
        assertThat(entry.find()).isTrue();
        List<String> modules = new ArrayList<>(List.of("app.js"));
        for (int i = 0; i < modules.size(); i++) {
            HttpResponse<String> module = get(entry.group() + modules.get(i));
            assertThat(module.statusCode()).as(modules.get(i)).isEqualTo(200);
            assertThat(module.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
            assertThat(module.body()).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(");
            Pattern.compile("from '\\./([a-z]+\\.js)'")
                    .matcher(module.body())
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !modules.contains(name))
                    .forEach(modules::add);
        }
        assertThat(modules).hasSizeGreaterThan(10);
    }

    @Test
    void shouldTellWhenAllThatIsKeptIsSent() throws Exception {
        journal.add(Kind.REJECTED, "a", "", 1, "{\"n\":1}");
        try (Events events = watch("/events")) {
            assertThat(events.until("event: begun")).contains("data: {\"n\":1}");
        }
    }

    @Test
    void shouldKeepAnEventStreamWhileOthersCrowdIn() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (Events events = watch("/events")) {
            events.until("event: begun");
            for (int i = 0; i < 2 * Crowd.MAX; i++) {
                crowd.add(new Socket("127.0.0.1", server.port()));
            }
            assertThat(get("/").statusCode()).isEqualTo(200); // after all of these were let in
            journal.add(Kind.REJECTED, "b", "", 2, "{\"n\":2}");
            assertThat(events.until("data: {\"n\":2}")).isNotEmpty();
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/assets/0/app.js", "/evidence/images-0-18.png", "/evidence/images-0-17", "/evidence/..%2fx"})
    void shouldNotFindWhatIsNotThere(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isIn(400, 404);
        assertThat(response.body()).doesNotContain("<");
    }

    @Test
    void shouldServeAPictureToThisBrowserOnly() throws Exception {
        HttpResponse<byte[]> picture =
                client.send(request("/evidence/images-0-17.png").build(), BodyHandlers.ofByteArray());

        assertThat(picture.body()).isEqualTo(PNG);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(picture.headers().firstValue("Cache-Control")).contains("private, max-age=3600, immutable");
    }

    @Test
    void shouldTellPageJournalAndModelFirst() throws Exception {
        notice = Optional.of("something is played");
        try (Events events = watch("/events")) {
            List<String> lines = events.until("data: {\"name\"");

            assertThat(lines.get(0)).isEqualTo("event: hello");
            assertThat(lines.get(1)).startsWith("data: {\"journal\":\"written\",\"page\":\"");
            assertThat(lines.get(3)).isEqualTo("event: model");
            assertThat(lines.get(4))
                    .contains("\"name\":\"boards\"", "\"Seed\":\"1\"", "\"notice\":\"something is played\"");
        }
    }

    @Test
    void shouldSendWhatIsKeptAndWhatComes() throws Exception {
        journal.add(Kind.REJECTED, "a", "", 1, "{\"n\":1}");
        try (Events events = watch("/events")) {
            assertThat(events.until("data: {\"n\":1}")).contains("id: written:1", "event: rejected");
            journal.add(Kind.REJECTED, "b", "", 2, "{\"n\":2}");
            assertThat(events.until("data: {\"n\":2}")).contains("id: written:2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "parameter"})
    void shouldGoOnWhereAWatcherBrokeOff(String by) throws Exception {
        journal.add(Kind.REJECTED, "a", "", 1, "{\"n\":1}");
        journal.add(Kind.REJECTED, "b", "", 2, "{\"n\":2}");

        try (Events events = by.equals("header")
                ? watch("/events", "Last-Event-ID", "written:1")
                : watch("/events?after=written%3A1")) {
            assertThat(events.until("data: {\"n\":2}")).doesNotContain("data: {\"n\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other:1", "written:x", "written:99999999999999999999", "written:-1", ""})
    void shouldBeginAnewAfterANumberThatIsNoneOfThisJournal(String id) throws Exception {
        journal.add(Kind.REJECTED, "a", "", 1, "{\"n\":1}");

        try (Events events = watch("/events", "Last-Event-ID", id)) {
            assertThat(events.until("data: {\"n\":1}")).isNotEmpty();
        }
    }

    @Test
    void shouldNoticeThatAWatcherHasLeft() throws Exception {
        Events events = watch("/events");
        events.until("event: hello");
        assertThat(view.watchers()).isEqualTo(1);

        events.close();

        await().atMost(Duration.ofSeconds(15)).until(() -> view.watchers() == 0);
    }

    @Test
    void shouldAnswerProbesWhileAllStreamsAreOpenAndRefuseOneMore() throws Exception {
        List<Events> open = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MAX_STREAMS; i++) {
                Events events = watch("/events");
                events.until("event: hello");
                open.add(events);
            }

            assertThat(get("/metrics").body()).isEqualTo("metrics\n");
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            try (Events refused = watch("/events")) { // which would never end if it were let in
                assertThat(refused.response.statusCode()).isEqualTo(503);
                assertThat(refused.until("the page"))
                        .containsExactly("the page is open 50 times, and no more is allowed");
            }
        } finally {
            for (Events events : open) {
                events.close();
            }
        }
    }

    @Test
    void shouldEndAllStreamsWhenItCloses() throws Exception {
        try (Events events = watch("/events")) {
            events.until("event: hello");

            server.close();

            await().atMost(Duration.ofSeconds(30)).until(() -> view.watchers() == 0);
            assertThat(events.response.statusCode()).isEqualTo(200);
        }
    }

    private Events watch(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return new Events(client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofInputStream()));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).timeout(Duration.ofSeconds(30));
    }
}
