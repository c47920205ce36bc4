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
 * The event stream of one browser. It sends each entry of the journal once, in order, starting after the last one
 * that the browser has. A slow browser delays only itself: the stream's thread waits for it until Jetty's timeout.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    /**
     * Without events, proxies and phones drop the connection. A closed connection is noticed only when something is
     * written.
     */
    private static final long HEARTBEAT_MILLIS = 1_000;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final LiveView.Watch watch;
    private final Greeting greeting;
    private final String lastSeen; // null for a new page
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

    /** Ends the stream at any point. */
    void end() {
        thread.interrupt();
    }

    private void run() {
        try (watch) {
            send(watch.journal());
        } catch (IOException | IllegalStateException e) { // the latter if Jetty has closed the request before
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
        boolean begun = false;
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
            if (!begun) {
                begun = true;
                write("begun", Optional.empty(), "{}"); // What is missing now is not there.
            } else if (news.isEmpty()) {
                out.write(HEARTBEAT);
            }
        }
    }

    /** An event in the format of the HTML standard, section 9.2.5. The data contains no line feed. */
    private void write(String event, Optional<String> id, String data) throws IOException {
        StringBuilder text = new StringBuilder(data.length() + 64);
        id.ifPresent(value -> text.append("id: ").append(value).append('\n'));
        text.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
        out.write(text.toString().getBytes(UTF_8));
    }

    /** A number of another journal has no meaning here: the browser gets all entries again. */
    private long position(Journal journal) {
        String prefix = journal.name() + ":";
        if (lastSeen == null || !lastSeen.startsWith(prefix)) {
            return 0;
        }
        String number = lastSeen.substring(prefix.length());
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
    }
}
