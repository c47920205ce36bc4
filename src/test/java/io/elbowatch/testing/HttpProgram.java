package io.elbowatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code elbowatch run} in a process of its own. Its address stays the same when it is started again. */
public final class HttpProgram implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int port;
    private Program program; // null before the first start
    private int starts;

    /** @param folder for its logs */
    public HttpProgram(Path folder) {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the one that runs, and starts another. @param arguments of {@code run} */
    public void start(String... arguments) {
        start(List.of(), arguments);
    }

    /** As above. @param options of the Java virtual machine */
    public void start(List<String> options, String... arguments) {
        start(Map.of(), options, arguments);
    }

    /** As above. @param environment what it has beside that of the test */
    public void start(Map<String, String> environment, List<String> options, String... arguments) {
        close();
        starts++;
        program = Program.elbowatch(
                folder.resolve("elbowatch-" + starts + ".log"),
                environment,
                options,
                Stream.of(List.of("run", "--http-port", Integer.toString(port)), List.of(arguments))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    /** Waits until images are scored. @throws AssertionError with its output when it ends before */
    public void awaitReady() {
        await().atMost(START_TIMEOUT)
                .ignoreExceptionsInstanceOf(IOException.class) // nothing listens yet
                .until(() -> {
                    assertThat(program.runs()).as(program.output()).isTrue();
                    return get("/health/ready").statusCode() == 200;
                });
    }

    /** The address of the page. */
    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** What the last one has written so far. */
    public String output() {
        return program.output();
    }

    public long pid() {
        return program.pid();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url()).resolve(path));
    }

    /** @throws AssertionError with its output when it has ended */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            if (!program.runs()) {
                throw new AssertionError("it has ended:\n" + program.output(), e);
            }
            throw e;
        }
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
