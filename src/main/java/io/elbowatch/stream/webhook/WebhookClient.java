package io.elbowatch.stream.webhook;

import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.WebhookEvent;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one event to the receiver, once. Redirects are not followed, and the body of an answer is not read. */
final class WebhookClient implements AutoCloseable {
    /** The receiver does not understand this body: it will not understand it later. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 413, 415, 422);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final WebhookSettings settings;
    private final Optional<Signature> signature;
    private final Clock clock;
    private final HttpClient http;
    private volatile CompletableFuture<?> pending; // null before the first try
    private volatile boolean closed;

    /** What became of one try. */
    enum Answer {
        ACCEPTED,
        /** Another status than 2xx. */
        REFUSED,
        /** A status after which another try is useless. */
        REFUSED_FOR_GOOD,
        /** No connection, or no answer in time. */
        UNREACHABLE;
    }

    /** @param detail for the log */
    record Outcome(Answer answer, String detail) {}

    WebhookClient(WebhookSettings settings, Clock clock) {
        this.settings = settings;
        this.signature = settings.secret().map(Signature::new);
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(
                        settings.timeout().compareTo(CONNECT_TIMEOUT) < 0 ? settings.timeout() : CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @param traceparent of the incident, which the receiver continues */
    Outcome send(WebhookEvent event, Optional<String> traceparent) throws InterruptedException {
        long seconds = clock.millis() / 1_000;
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "Elbowatch")
                .header("webhook-id", event.id())
                .header("webhook-timestamp", Long.toString(seconds))
                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()));
        traceparent.ifPresent(parent -> request.header(Headers.TRACE_PARENT, parent));
        signature.ifPresent(
                signing -> request.header("webhook-signature", signing.of(event.id(), seconds, event.body())));
        CompletableFuture<HttpResponse<Void>> answer =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        pending = answer;
        if (closed) {
            answer.cancel(true);
        }
        try {
            // The timeout of the request ends with the headers; a body may come for ever.
            int status = answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .statusCode();
            if (status / 100 == 2) {
                return new Outcome(Answer.ACCEPTED, "status " + status);
            }
            return new Outcome(
                    FOR_GOOD.contains(status) ? Answer.REFUSED_FOR_GOOD : Answer.REFUSED, "status " + status);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Outcome(Answer.UNREACHABLE, "no answer within " + settings.timeout());
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Outcome(
                    Answer.UNREACHABLE,
                    cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()));
        }
    }

    /** Ends a try that waits for its answer; later ones fail at once. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> waiting = pending;
        if (waiting != null) {
            waiting.cancel(true);
        }
    }
}
