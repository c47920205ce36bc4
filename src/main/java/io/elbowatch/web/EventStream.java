package io.elbowatch.web;

import io.elbowatch.stream.live.Journal;
import io.elbowatch.stream.live.Journal.Entry;
import io.elbowatch.stream.live.LiveView;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One browser that watches. It is sent each entry of the journal once, in order, from the last one that it says it has; how far it is
 * behind costs nothing but its own time. Its thread waits for the browser to take what is sent, at most as long as Jetty lets it.
 */
final class EventStream {
    /** Without any event a proxy or a phone may take the connection for dead. */
    private static final long HEARTBEAT_MILLIS = 1_000;

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final LiveView.Watch watch;
    private final Greeting greeting;
    private final SseClient client;
    private final String lastSeen; // null of a new page
    private final Thread thread;
    private Runnable whenOver = () -> {};

    EventStream(Context context, LiveView.Watch watch, Greeting greeting) {
        this.watch = watch;
        this.greeting = greeting;
        this.client = new SseClient(context);
        // A browser that connects again by itself sends the header; a page that does it by hand can send no header.
        String header = context.header("Last-Event-ID");
        this.lastSeen = header == null ? context.queryParam("after") : header;
        this.thread = new Thread(this::send, "live-watcher-" + NUMBERS.incrementAndGet());
        thread.setDaemon(true);
    }

    void start(Runnable over) {
        whenOver = over;
        thread.start();
    }

    /** Ends it, wherever it is. */
    void end() {
        thread.interrupt();
    }

    private void send() {
        try (watch) {
            Journal journal = watch.journal();
            long position = position(journal);
            client.sendEvent("hello", greeting.hello(journal.name()));
            while (!client.terminated()) {
                greeting.news().ifPresent(card -> client.sendEvent("model", card));
                List<Entry> news = journal.after(position, HEARTBEAT_MILLIS);
                for (Entry entry : news) {
                    send(journal, entry);
                    position = entry.id();
                }
                if (news.isEmpty() && !client.terminated()) {
                    client.sendComment("");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } finally {
            client.close();
            whenOver.run();
        }
    }

    private void send(Journal journal, Entry entry) {
        if (!client.terminated()) {
            String event = entry.kind().label();
            client.sendEvent(event, entry.json(), journal.name() + ":" + entry.id());
        }
    }

    /** A number of another journal says nothing: then all there is comes again. */
    private long position(Journal journal) {
        String prefix = journal.name() + ":";
        if (lastSeen == null || !lastSeen.startsWith(prefix)) {
            return 0;
        }
        return number(lastSeen.substring(prefix.length())).orElse(0);
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
