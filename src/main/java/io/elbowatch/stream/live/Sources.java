package io.elbowatch.stream.live;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The known sources, up to a limit; the source that is silent longest is removed first. All counts start at the same
 * moment, so that no source has more anomalies than images. Used by one thread.
 */
final class Sources {
    static final int MAX_SOURCES = 10_000;

    private final int max;
    private final Map<String, Source> sources = new LinkedHashMap<>(64, 0.75f, true);

    /** What is known of one source. */
    static final class Source {
        private final String name;
        private long images;
        private long anomalies;
        private long rejected;
        private long lastMillis;
        private final Set<String> incidents = new HashSet<>();

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
            return incidents.size();
        }
    }

    Sources(int max) {
        this.max = max;
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
        update(name, 0).incidents.add(incident);
    }

    void closed(String name, String incident) {
        update(name, 0).incidents.remove(incident);
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
                sources.remove(sources.keySet().iterator().next());
            }
        }
        source.lastMillis = Math.max(source.lastMillis, atMillis);
        return source;
    }
}
