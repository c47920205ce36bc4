package io.elbowatch.web;

import io.elbowatch.stream.live.Journal;
import io.elbowatch.stream.live.Journal.Entry;
import io.elbowatch.stream.live.LiveView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One browser that watches. It is sent each entry of the journal once, in order, from the last one that it says it has; how far it is
 * behind costs nothing but its own time. Its thread waits for the browser to take what is sent, at most as long as Jetty lets it.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    /** Without any event a proxy or a phone may take the connection for dead; and only by writing is it seen that one is. */
    private static final long HEARTBEAT_MILLIS = 1_000;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final LiveView.Watch watch;
    private final Greeting greeting;
    private final String lastSeen; // null of a new page
    private final OutputStream out;
    private final Thread thread;
    private Runnable whenOver = () -> {};

    EventStream(LiveView.Watch watch, Greeting greeting, String lastSeen, OutputStream out) {
        this.watch = watch;
        this.greeting = greeting;
        this.lastSeen = lastSeen;
        this.out = out;
        this.thread = new Thread(this::run, "live-watcher-" + NUMBERS.incrementAndGet());
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

    private void run() {
        try (watch) {
            send(watch.journal());
        } catch (IOException | IllegalStateException e) { // the latter of a request that Jetty has closed before
            LOG.debug("watcher gone reason=\"{}\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } finally {
            whenOver.run();
        }
    }

    private void send(Journal journal) throws IOException, InterruptedException {
        long position = position(journal);
        write("hello", Optional.empty(), greeting.hello(journal.name()));
        while (!Thread.interrupted()) {
            Optional<String> card = greeting.news();
            if (card.isPresent()) {
                write("model", Optional.empty(), card.get());
            }
            out.flush();
            List<Entry> news = journal.after(position, HEARTBEAT_MILLIS);
            for (Entry entry : news) {
                position = entry.id();
                write(entry.kind().label(), Optional.of(journal.name() + ":" + position), entry.json());
            }
            if (news.isEmpty()) {
                out.write(HEARTBEAT);
            }
        }
    }

    /** An event as the HTML standard has it (section 9.2.5); data without a line feed in it. */
    private void write(String event, Optional<String> id, String data) throws IOException {
        StringBuilder text = new StringBuilder(data.length() + 64);
        id.ifPresent(value -> text.append("id: ").append(value).append('\n'));
        text.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
        out.write(text.toString().getBytes(UTF_8));
    }

    /** A number of another journal says nothing: then all there is comes again. */
    private long position(Journal journal) {
        String prefix = journal.name() + ":";
        if (lastSeen == null || !lastSeen.startsWith(prefix)) {
            return 0;
        }
        String number = lastSeen.substring(prefix.length());
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
    }
}
