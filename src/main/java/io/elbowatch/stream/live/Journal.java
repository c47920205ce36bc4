package io.elbowatch.stream.live;

import io.elbowatch.core.Labelled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What there is to show, in the order in which it became known: so much of each kind, the newest by their own time. A watcher is a
 * number, that of the last entry it has seen, so that a slow one costs no memory and a returning one gets what it missed, once.
 * Used by many threads.
 */
public final class Journal {
    private final String name;
    private final Map<Kind, Map<String, Entry>> entries = new EnumMap<>(Kind.class);
    private long lastId;

    /** What an entry tells, and how many of its kind are kept. */
    public enum Kind implements Labelled {
        PULSE(120),
        BINS(1),
        SCORES(1),
        SOURCES(1),
        /** An anomaly with its picture. */
        PICTURED(Pictures.MAX_PICTURES),
        /** One without, or whose picture is still to come. */
        PLAIN(40),
        INCIDENT(500),
        /** An incident that is over; it replaces the one that was open. */
        CLOSED(100),
        REJECTED(60),
        TROUBLE(1);

        private final int limit;

        Kind(int limit) {
            this.limit = limit;
        }

        /** The event that watchers know it by. */
        @Override
        public String label() {
            return switch (this) {
                case PICTURED, PLAIN -> "anomaly";
                default -> Labelled.super.label();
            };
        }
    }

    /**
     * Something to show.
     *
     * @param id above those of all entries before
     * @param kind what it tells
     * @param group whose it is, such as a source
     * @param atMillis its own time, which may be long before it became known
     * @param json an object
     */
    public record Entry(long id, Kind kind, String group, long atMillis, String json) {}

    /** @param name differs from that of every other journal, also of another process */
    public Journal(String name) {
        this.name = name;
        for (Kind kind : Kind.values()) {
            entries.put(kind, new LinkedHashMap<>());
        }
    }

    /** By which a watcher tells whether a number that it has is one of this journal. */
    public String name() {
        return name;
    }

    /**
     * Adds an entry in place of one with its key. What is known already, word for word, is no news. Of a full kind the oldest of the
     * group that has most goes, so that one source in trouble does not hide the others.
     */
    public synchronized void add(Kind kind, String key, String group, long atMillis, String json) {
        Map<String, Entry> kept = entries.get(kind);
        Entry before = kept.get(key);
        if (before != null && before.json().equals(json)) {
            return;
        }
        kept.remove(key);
        kept.put(key, new Entry(++lastId, kind, group, atMillis, json));
        if (kept.size() > kind.limit) {
            kept.remove(superfluous(kept));
        }
        notifyAll();
    }

    /** Adds an entry of a kind of which there is but one. */
    void add(Kind kind, long atMillis, String json) {
        add(kind, "", "", atMillis, json);
    }

    private static String superfluous(Map<String, Entry> kept) {
        Map<String, Integer> sizes = new HashMap<>();
        kept.values().forEach(entry -> sizes.merge(entry.group(), 1, Integer::sum));
        return kept.entrySet().stream()
                .min(Comparator.comparingInt((Map.Entry<String, Entry> entry) ->
                                -sizes.get(entry.getValue().group()))
                        .thenComparingLong(entry -> entry.getValue().atMillis()))
                .orElseThrow()
                .getKey();
    }

    /** Forgets an entry: watchers to come do not see it. Empty where it was not kept. */
    synchronized Optional<Entry> remove(Kind kind, String key) {
        return Optional.ofNullable(entries.get(kind).remove(key));
    }

    /**
     * What became known after the entry with this number, in order; waits so long for the first, and may then be empty.
     *
     * @param id 0 for all there is
     */
    public synchronized List<Entry> after(long id, long patienceMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long left = patienceMillis;
        while (lastId <= id && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        List<Entry> news = new ArrayList<>();
        for (Map<String, Entry> kept : entries.values()) {
            kept.values().stream().filter(entry -> entry.id() > id).forEach(news::add);
        }
        news.sort(Comparator.comparingLong(Entry::id));
        return news;
    }
}
