package io.elbowatch.web.api;

import io.elbowatch.testing.JournalView;
import io.elbowatch.testing.PageServer;
import io.elbowatch.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A web server on the loopback address with one API, and its client. */
final class ApiServer implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebServer server;

    private ApiServer(WebServer server) {
        this.server = server;
    }

    static ApiServer of(Api api) {
        return new ApiServer(PageServer.start(new JournalView(), List.of(api)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The body of an answer that is no text. */
    byte[] bytes(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    /** @param headers names and values alternately */
    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).timeout(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        server.close();
    }
}
