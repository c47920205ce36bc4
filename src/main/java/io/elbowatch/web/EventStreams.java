package io.elbowatch.web;

import io.elbowatch.stream.live.LiveView;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The open event streams, at most {@value #MAX_STREAMS}. They use no thread of the server: probes and scrapes are
 * answered however many browsers watch.
 *
 * <p>It is a servlet next to Javalin's. Javalin's event streams answer 200 before the limit can be checked, and a
 * future of Javalin that completed while its browser disconnected filled the log with thousands of lines about the
 * closed request.
 */
final class EventStreams extends HttpServlet {
    static final int MAX_STREAMS = 50;
    private static final long serialVersionUID = 1L;
    private static final int STOP_MILLIS = 1_000;
    private static final long STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    private static final String EVENTS = "text/event-stream; charset=utf-8";

    private final transient LiveView view;
    private final transient Supplier<ModelCard> model;
    private final transient Supplier<Optional<String>> notice;
    private final String pageVersion;
    private final transient Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private int admitted;
    private boolean closed;

    EventStreams(LiveView view, Supplier<ModelCard> model, Supplier<Optional<String>> notice, String pageVersion) {
        this.view = view;
        this.model = model;
        this.notice = notice;
        this.pageVersion = pageVersion;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("HEAD")) {
            response.setContentType(EVENTS);
        } else {
            open(request, response);
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!admit()) {
            response.setHeader("Retry-After", "30");
            refuse(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "the page is open " + MAX_STREAMS + " times, and no more is allowed\n");
            return;
        }
        boolean begun = false;
        try {
            begin(request, response);
            begun = true;
        } finally {
            if (!begun) {
                leave();
            }
        }
    }

    /** What it begins before it fails, it ends. */
    private void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OutputStream out = response.getOutputStream();
        LiveView.Watch watch = view.watch();
        try {
            EventStream stream =
                    new EventStream(watch, new Greeting(model, notice, pageVersion), lastSeen(request), out);
            response.setContentType(EVENTS);
            response.setHeader("X-Accel-Buffering", "no"); // stops nginx from buffering events
            AsyncContext connection = request.startAsync();
            connection.setTimeout(0); // the browser ends it
            Crowd.release(request);
            start(stream, connection);
        } catch (RuntimeException | Error e) { // the latter where the system gives no thread
            watch.close();
            throw e;
        }
    }

    private void start(EventStream stream, AsyncContext connection) {
        open.add(stream);
        try {
            stream.start(() -> {
                open.remove(stream);
                leave();
                complete(connection);
            });
        } catch (RuntimeException | Error e) {
            open.remove(stream);
            complete(connection);
            throw e;
        }
    }

    /** A browser that reconnects by itself sends the header; a page that reconnects by script cannot. */
    private static String lastSeen(HttpServletRequest request) {
        String header = request.getHeader("Last-Event-ID");
        return header == null ? request.getParameter("after") : header;
    }

    private static void complete(AsyncContext connection) {
        try {
            connection.complete();
        } catch (IllegalStateException e) {
            // Jetty has completed it already because the browser disconnected.
        }
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType(WebServer.PLAIN);
        response.getOutputStream().write(why.getBytes(UTF_8));
    }

    private synchronized boolean admit() {
        if (closed || admitted >= MAX_STREAMS) {
            return false;
        }
        admitted++;
        return true;
    }

    private synchronized void leave() {
        admitted--;
        notifyAll();
    }

    /** Ends all streams and accepts no more. */
    synchronized void close() {
        closed = true;
        open.forEach(EventStream::end);
        long begun = System.nanoTime();
        try {
            while (admitted > 0 && System.nanoTime() - begun < STOP_NANOS) {
                wait(STOP_MILLIS / 10);
                open.forEach(EventStream::end); // one that was accepted a moment before
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
