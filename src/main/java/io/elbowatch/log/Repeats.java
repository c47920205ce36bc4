package io.elbowatch.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts events that repeat: those of one logger, level and pattern, whatever numbers and names in brackets differ. The
 * first of them is new; the others count, and are due as one a minute after it, and each further minute. It remembers at
 * most {@link #MAX_PATTERNS} patterns; an event beyond them is always new.
 */
final class Repeats {
    static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    static final int MAX_PATTERNS = 500;

    private final Map<Pattern, Count> counts = new HashMap<>();

    private record Pattern(String logger, String level, String text) {
        static Pattern of(ILoggingEvent event) {
            String text = String.valueOf(event.getMessage())
                    .replaceAll("\\[[^\\]]*]", "[]") // Kafka begins its lines with the client's name in brackets
                    .replaceAll("\\d+", "#");
            return new Pattern(event.getLoggerName(), event.getLevel().toString(), text);
        }
    }

    /** @param last of the events that were held back @param times how many they were */
    record Folded(ILoggingEvent last, long times, long seconds) {}

    private static final class Count {
        private long since;
        private long times;
        private ILoggingEvent last;

        Count(long since) {
            this.since = since;
        }
    }

    /** Whether the event is new; otherwise it is counted. */
    synchronized boolean isNew(ILoggingEvent event, long nowNanos) {
        Pattern pattern = Pattern.of(event);
        Count count = counts.get(pattern);
        if (count == null) {
            if (counts.size() < MAX_PATTERNS) {
                counts.put(pattern, new Count(nowNanos));
            }
            return true;
        }
        count.times++;
        count.last = event;
        return false;
    }

    /** Those whose minute is over. What has not repeated in it is forgotten. */
    synchronized List<Folded> due(long nowNanos) {
        return taken(nowNanos, WINDOW_NANOS);
    }

    /** All of them, before the end. */
    synchronized List<Folded> all(long nowNanos) {
        return taken(nowNanos, Long.MIN_VALUE);
    }

    private List<Folded> taken(long nowNanos, long age) {
        List<Folded> due = new ArrayList<>();
        for (Iterator<Count> each = counts.values().iterator(); each.hasNext(); ) {
            Count count = each.next();
            if (nowNanos - count.since < age) {
                continue;
            }
            if (count.times == 0) {
                each.remove();
                continue;
            }
            due.add(new Folded(count.last, count.times, TimeUnit.NANOSECONDS.toSeconds(nowNanos - count.since)));
            count.since = nowNanos;
            count.times = 0;
            count.last = null;
        }
        return due;
    }
}
