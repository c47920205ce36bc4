package io.elbowatch.stream.live;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The known sources, up to a limit; the source that is silent longest is removed first. All counts start at the same
 * moment, so that no source has more anomalies than images. Of open incidents a limited number is kept, the oldest is
 * forgotten first: a closing that is not read would leave its incident open for ever. Used by one thread.
 */
final class Sources {
    static final int MAX_SOURCES = 10_000;

    private final int max;
    private final int maxIncidents;
    private final Map<String, Source> sources = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Source> incidents = new LinkedHashMap<>(); // the open ones by id, the oldest first

    /** What is known of one source. */
    static final class Source {
        private final String name;
        private long images;
        private long anomalies;
        private long rejected;
        private long lastMillis;
        private int incidents;

        private Source(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        long images() {
            return images;
        }

        long anomalies() {
            return anomalies;
        }

        long rejected() {
            return rejected;
        }

        /** The newest time of an image of the source, 0 where only an incident is known. */
        long lastMillis() {
            return lastMillis;
        }

        int incidents() {
            return incidents;
        }
    }

    /** @param maxIncidents of all sources together */
    Sources(int max, int maxIncidents) {
        this.max = max;
        this.maxIncidents = maxIncidents;
    }

    /** Notes an image from before the counts started. */
    void mentioned(String name, long atMillis) {
        update(name, atMillis);
    }

    void image(String name, long atMillis) {
        update(name, atMillis).images++;
    }

    void anomaly(String name, long atMillis) {
        update(name, atMillis).anomalies++;
    }

    void rejected(String name, long atMillis) {
        update(name, atMillis).rejected++;
    }

    void opened(String name, String incident) {
        Source source = update(name, 0);
        if (incidents.putIfAbsent(incident, source) == null) {
            source.incidents++;
            if (incidents.size() > maxIncidents) {
                forget(incidents.keySet().iterator().next());
            }
        }
    }

    void closed(String name, String incident) {
        update(name, 0);
        forget(incident);
    }

    private void forget(String incident) {
        Source source = incidents.remove(incident);
        if (source != null) {
            source.incidents--;
        }
    }

    int size() {
        return sources.size();
    }

    /** The worst sources first: most open incidents, most anomalies, most rejections; then by name. */
    List<Source> worst(int limit) {
        return sources.values().stream()
                .sorted(Comparator.comparingInt(Source::incidents)
                        .thenComparingLong(Source::anomalies)
                        .thenComparingLong(Source::rejected)
                        .reversed()
                        .thenComparing(Source::name))
                .limit(limit)
                .toList();
    }

    /** One of several parts of all sources, which together are all; a source stays in its part. By name. */
    List<Source> part(int part, int parts) {
        return sources.values().stream()
                .filter(source -> Math.floorMod(source.name().hashCode(), parts) == part)
                .sorted(Comparator.comparing(Source::name))
                .toList();
    }

    private Source update(String name, long atMillis) {
        Source source = sources.get(name);
        if (source == null) {
            source = new Source(name);
            sources.put(name, source);
            if (sources.size() > max) {
                Source silent = sources.remove(sources.keySet().iterator().next());
                if (silent.incidents > 0) {
                    incidents.values().removeIf(silent::equals);
                }
            }
        }
        source.lastMillis = Math.max(source.lastMillis, atMillis);
        return source;
    }
}
