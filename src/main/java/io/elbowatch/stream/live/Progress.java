package io.elbowatch.stream.live;

import io.elbowatch.core.source.HandlingAct;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many images the sources with an open incident have sent since it opened, up to a limit of incidents; the oldest
 * is forgotten first. An incident's own record has only the counts at its opening. Used by one thread.
 */
final class Progress {
    private final int max;
    private final Map<String, Count> incidents = new LinkedHashMap<>();
    private final Map<String, List<Count>> bySource = new HashMap<>();
    private final Map<String, Care> cares = new LinkedHashMap<>(); // by the keys of their records
    private final Map<String, Set<HandlingAct>> acts = new HashMap<>(); // by incident

    /** That somebody has taken care of an incident. */
    private record Care(String incident, HandlingAct act, long atMillis) {}

    /** The images after an act. */
    private static final class Since {
        private static final Since NEVER = new Since();

        private long images;
        private long anomalies;
    }

    /** The images of one incident after the one with which it opened. */
    static final class Count {
        private final String id;
        private final String source;
        private final long openedMillis;
        private final long fromMillis;
        private long images;
        private long anomalies;
        private final Map<HandlingAct, Since> since = new EnumMap<>(HandlingAct.class);

        private Count(String id, String source, long openedMillis, long fromMillis) {
            this.id = id;
            this.source = source;
            this.openedMillis = openedMillis;
            this.fromMillis = fromMillis;
        }

        String id() {
            return id;
        }

        long images() {
            return images;
        }

        long anomalies() {
            return anomalies;
        }

        /** The images after somebody closed it, else after somebody acknowledged it; 0 while nobody has. */
        long imagesSince() {
            return last().images;
        }

        /** The anomalous ones among them. */
        long anomaliesSince() {
            return last().anomalies;
        }

        private Since last() {
            return since.getOrDefault(HandlingAct.CLOSED, since.getOrDefault(HandlingAct.ACKNOWLEDGED, Since.NEVER));
        }

        /** When counting began, where that was after the opening; else 0. */
        long fromMillis() {
            return fromMillis;
        }
    }

    Progress(int max) {
        this.max = max;
    }

    /**
     * @param openedMillis time of the image with which it opened
     * @param fromMillis when counting begins, where that is after the opening; else 0
     */
    void opened(String id, String source, long openedMillis, long fromMillis) {
        if (incidents.containsKey(id)) {
            return;
        }
        Count count = new Count(id, source, openedMillis, fromMillis);
        acts.getOrDefault(id, Set.of()).forEach(act -> count.since.put(act, new Since()));
        incidents.put(id, count);
        bySource.computeIfAbsent(source, any -> new ArrayList<>(1)).add(count);
        if (incidents.size() > max) {
            closed(incidents.keySet().iterator().next());
        }
    }

    void closed(String id) {
        Count gone = incidents.remove(id);
        if (gone != null) {
            List<Count> left = bySource.get(gone.source);
            left.remove(gone);
            if (left.isEmpty()) {
                bySource.remove(gone.source);
            }
        }
    }

    /**
     * Somebody has taken care of an incident. May come before the incident itself, which is in another topic.
     *
     * @param key of its record
     * @param act one that {@link HandlingAct#handles handles}
     */
    void handled(String key, String incident, HandlingAct act, long atMillis) {
        Care care = new Care(incident, act, atMillis);
        if (care.equals(cares.get(key))) {
            return;
        }
        withdrawn(key);
        cares.put(key, care);
        acts.computeIfAbsent(incident, any -> EnumSet.noneOf(HandlingAct.class)).add(act);
        Optional.ofNullable(incidents.get(incident)).ifPresent(count -> count.since.put(act, new Since()));
        if (cares.size() > max) {
            withdrawn(cares.keySet().iterator().next());
        }
    }

    /** An act is withdrawn; the incident may have another. */
    void withdrawn(String key) {
        Care care = cares.remove(key);
        if (care != null) {
            acts.computeIfPresent(
                    care.incident(), (same, left) -> left.remove(care.act()) && left.isEmpty() ? null : left);
            Optional.ofNullable(incidents.get(care.incident())).ifPresent(count -> count.since.remove(care.act()));
        }
    }

    void image(String source, long atMillis) {
        for (Count count : bySource.getOrDefault(source, List.of())) {
            count.images += atMillis > count.openedMillis ? 1 : 0;
            count.since.values().forEach(since -> since.images++);
        }
    }

    void anomaly(String source, long atMillis) {
        for (Count count : bySource.getOrDefault(source, List.of())) {
            count.anomalies += atMillis > count.openedMillis ? 1 : 0;
            count.since.values().forEach(since -> since.anomalies++);
        }
    }

    /** All open incidents, in the order of their opening. */
    List<Count> counts() {
        return List.copyOf(incidents.values());
    }
}
