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
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The entries to show, in the order of their arrival: a limited number of each kind, the newest by their own time. The
 * position of a watcher is the number of the last entry that it has received. So a slow watcher costs no memory, and a
 * returning one receives what it missed, once. Used by many threads.
 */
public final class Journal {
    /** As many as are read back: a network that fails silences all sources at once. */
    static final int MAX_INCIDENTS = 4_000;

    /** Into how many parts many sources are cut. */
    static final int SOURCE_PARTS = 20;

    private final String name;
    private final Map<Kind, Map<String, Entry>> entries = new EnumMap<>(Kind.class);
    private long lastId;

    /** What an entry shows, and how many of its kind are kept. */
    public enum Kind implements Labelled {
        PULSE(120),
        BINS(1),
        SCORES(1),
        /** The worst sources, and where there are many, all of them in parts. */
        SOURCES(1 + SOURCE_PARTS),
        /** An anomaly with its picture. */
        PICTURED(Pictures.MAX_PICTURES),
        /** An anomaly without a picture, or before its picture has arrived. */
        PLAIN(40),
        INCIDENT(MAX_INCIDENTS),
        /** A closed incident; replaces the open one. */
        CLOSED(100),
        /** The id of a closed incident, for watchers that have it as open: all may close at once. */
        ENDED(MAX_INCIDENTS),
        /** What a person did with an incident, or that it was taken back. */
        HANDLED(MAX_INCIDENTS),
        REJECTED(60),
        /** An image on whose verdict a shadow disagrees, of a comparison in force. */
        FLIP(40),
        /** Instances, bundles and shadows. */
        BUNDLES(1),
        TROUBLE(1),
        /** Which topics have been read up to where they ended when reading began. */
        READING(1),
        /** The counts of open incidents. */
        PROGRESS(1);

        private final int limit;

        Kind(int limit) {
            this.limit = limit;
        }

        /** The name of the event that watchers receive. */
        @Override
        public String label() {
            return switch (this) {
                case PICTURED, PLAIN -> "anomaly";
                default -> Labelled.super.label();
            };
        }
    }

    /**
     * One entry to show.
     *
     * @param id larger than those of all entries before
     * @param group what it belongs to, such as a source
     * @param atMillis its own time, which may be long before its arrival
     * @param json an object
     */
    public record Entry(long id, Kind kind, String group, long atMillis, String json) {}

    /** @param name unique among all journals, of other processes too */
    public Journal(String name) {
        this.name = name;
        for (Kind kind : Kind.values()) {
            entries.put(kind, new LinkedHashMap<>());
        }
    }

    /** Tells a watcher whether the number that it holds is one of this journal. */
    public String name() {
        return name;
    }

    /**
     * Adds an entry, in place of one with the same key. An entry with the same JSON as before is not added again. From
     * a full kind, the oldest entry of the largest group is removed, so that one faulty source does not hide the
     * others.
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

    /** Adds an entry of a kind with one entry only. */
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

    /** The keys of the entries of a kind. */
    synchronized Set<String> keys(Kind kind) {
        return Set.copyOf(entries.get(kind).keySet());
    }

    /** Removes an entry, so that later watchers do not receive it. Empty where it was not kept. */
    synchronized Optional<Entry> remove(Kind kind, String key) {
        return Optional.ofNullable(entries.get(kind).remove(key));
    }

    /**
     * The entries that arrived after the entry with this number, in order. Empty when none arrives within the timeout.
     *
     * @param id 0 for all entries
     */
    public synchronized List<Entry> after(long id, long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long left = timeoutMillis;
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
