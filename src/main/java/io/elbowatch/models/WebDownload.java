package io.elbowatch.models;

import io.elbowatch.stream.flow.BundleProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Archives behind https. A redirect is followed only to https and to a place that may be read itself: a server with an
 * open redirect must not lead to one within the network.
 */
final class WebDownload implements Download<BundlePlace.Web> {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MAX_REDIRECTS = 5;
    private static final int OK = 200;

    private final AllowedPlaces allowed;
    private final SSLContext tls;

    WebDownload(AllowedPlaces allowed, SSLContext tls) {
        this.allowed = allowed;
        this.tls = tls;
    }

    @Override
    public void to(OutputStream out, BundlePlace.Web place, ByteBudget budget, Deadline deadline)
            throws IOException, BundleProblem {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            URI address = place.address();
            for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
                deadline.check();
                HttpResponse<InputStream> response = client.send(
                        HttpRequest.newBuilder(address).timeout(deadline.left()).build(), BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (response.statusCode() == OK) {
                        copy(response, body, out, budget, deadline);
                        return;
                    }
                    address = next(address, response);
                }
            }
            throw new IOException("more than " + MAX_REDIRECTS + " redirects");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void copy(
            HttpResponse<InputStream> response,
            InputStream body,
            OutputStream out,
            ByteBudget budget,
            Deadline deadline)
            throws IOException, BundleProblem {
        budget.require(response.headers().firstValueAsLong("content-length").orElse(-1));
        // A server that sends nothing more would keep a read waiting for ever.
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> closeAtDeadline(body),
                CompletableFuture.delayedExecutor(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
        try {
            budget.copy(body, out, deadline);
        } catch (IOException e) {
            deadline.check();
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    private static void closeAtDeadline(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new IllegalStateException("a response cannot be closed", e); // kept in the future, which nobody asks
        }
    }

    private URI next(URI from, HttpResponse<?> response) throws IOException {
        int status = response.statusCode();
        String location = response.headers().firstValue("location").orElse("");
        if (status / 100 != 3 || location.isEmpty()) {
            throw new IOException("HTTP status " + status);
        }
        try {
            URI to = from.resolve(location);
            if (!(BundlePlace.read(to.toString(), Path.of("")) instanceof BundlePlace.Web web)) {
                throw new IOException("it redirects to something else than https");
            }
            if (!allowed.contains(web)) {
                throw new IOException("it redirects to " + to.getHost() + ", which models.from does not allow");
            }
            return to;
        } catch (IllegalArgumentException e) {
            throw new IOException("it redirects to something else than https", e);
        }
    }
}
