package io.elbowatch.stream.live;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sources that were heard of, so many of them: who is silent longest is forgotten first. All counts begin at the same moment, so that
 * no source has more anomalies than images. Used by one thread.
 */
final class Sources {
    static final int MAX_SOURCES = 2_000;

    private final int max;
    private final Map<String, Source> sources = new LinkedHashMap<>(64, 0.75f, true);

    /** What was heard of one. */
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

        /** The newest time of an image of it, 0 where only an incident is known. */
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

    /** Of an image from before the counting began. */
    void mentioned(String name, long atMillis) {
        heard(name, atMillis);
    }

    void image(String name, long atMillis) {
        heard(name, atMillis).images++;
    }

    void anomaly(String name, long atMillis) {
        heard(name, atMillis).anomalies++;
    }

    void rejected(String name, long atMillis) {
        heard(name, atMillis).rejected++;
    }

    void opened(String name, String incident) {
        heard(name, 0).incidents.add(incident);
    }

    void closed(String name, String incident) {
        heard(name, 0).incidents.remove(incident);
    }

    int size() {
        return sources.size();
    }

    /** Those in trouble first: most open incidents, most anomalies, most rejections; then by name. */
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

    private Source heard(String name, long atMillis) {
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
