package io.elbowatch.web;

import io.elbowatch.stream.live.LiveView;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The open event streams, at most {@value #MAX_STREAMS}. They take no thread of the server's: probes and scrapes are answered whoever
 * watches.
 */
final class EventStreams {
    static final int MAX_STREAMS = 50;
    private static final String EVENTS = "text/event-stream";

    private final LiveView view;
    private final Supplier<ModelCard> model;
    private final Supplier<Optional<String>> notice;
    private final String pageVersion;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int admitted;

    EventStreams(LiveView view, Supplier<ModelCard> model, Supplier<Optional<String>> notice, String pageVersion) {
        this.view = view;
        this.model = model;
        this.notice = notice;
        this.pageVersion = pageVersion;
    }

    /** Answers with a stream that ends when the browser leaves or the server stops. */
    void open(Context context) {
        if (context.method() == HandlerType.HEAD) {
            context.contentType(EVENTS);
            return;
        }
        if (!admit()) {
            context.status(503)
                    .header("Retry-After", "30")
                    .contentType(WebServer.PLAIN)
                    .result("the page is open " + MAX_STREAMS + " times, and no more is allowed\n");
            return;
        }
        context.contentType(EVENTS).header("X-Accel-Buffering", "no"); // nginx would collect events
        // Not Javalin's own handler: its threads would keep the JVM alive, and it has nothing to say when there are too
        // many.
        context.future(() -> start(context));
    }

    private CompletableFuture<Void> start(Context context) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        EventStream stream = new EventStream(context, view.watch(), new Greeting(model, notice, pageVersion));
        open.add(stream);
        stream.start(() -> {
            open.remove(stream);
            leave();
            over.complete(null);
        });
        if (closed.get()) {
            stream.end();
        }
        return over;
    }

    private synchronized boolean admit() {
        if (closed.get() || admitted >= MAX_STREAMS) {
            return false;
        }
        admitted++;
        return true;
    }

    private synchronized void leave() {
        admitted--;
    }

    /** Ends all of them, and lets none in any more. */
    void close() {
        closed.set(true);
        open.forEach(EventStream::end);
    }
}
