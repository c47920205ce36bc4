package io.elbowatch.stream.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many images the sources with an open incident have sent since it opened, up to a limit of incidents; the oldest
 * is forgotten first. An incident's own record has only the counts at its opening. Used by one thread.
 */
final class Progress {
    private final int max;
    private final Map<String, Count> incidents = new LinkedHashMap<>();
    private final Map<String, List<Count>> bySource = new HashMap<>();
    private final Map<String, String> incidentByAct = new LinkedHashMap<>(); // of people who have taken care
    private final Map<String, Integer> acts = new HashMap<>(); // by incident

    /** The images of one incident after the one with which it opened. */
    static final class Count {
        private final String id;
        private final String source;
        private final long openedMillis;
        private final long fromMillis;
        private long images;
        private long anomalies;
        private boolean handled;
        private long imagesSince;
        private long anomaliesSince;

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

        /** The images after somebody has taken care of it; 0 while nobody has. */
        long imagesSince() {
            return imagesSince;
        }

        /** The anomalous ones among them. */
        long anomaliesSince() {
            return anomaliesSince;
        }

        private void handle(boolean isHandled) {
            if (handled != isHandled) {
                handled = isHandled;
                imagesSince = 0;
                anomaliesSince = 0;
            }
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
        count.handled = acts.containsKey(id);
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
     * @param act the key of its record: an incident may have several
     */
    void handled(String act, String incident) {
        if (incident.equals(incidentByAct.get(act))) {
            return;
        }
        withdrawn(act);
        incidentByAct.put(act, incident);
        acts.merge(incident, 1, Integer::sum);
        follow(incident);
        if (incidentByAct.size() > max) {
            withdrawn(incidentByAct.keySet().iterator().next());
        }
    }

    /** An act is withdrawn; the incident may have others. */
    void withdrawn(String act) {
        String incident = incidentByAct.remove(act);
        if (incident != null) {
            acts.computeIfPresent(incident, (same, n) -> n == 1 ? null : n - 1);
            follow(incident);
        }
    }

    private void follow(String incident) {
        Optional.ofNullable(incidents.get(incident)).ifPresent(count -> count.handle(acts.containsKey(incident)));
    }

    void image(String source, long atMillis) {
        for (Count count : bySource.getOrDefault(source, List.of())) {
            count.images += atMillis > count.openedMillis ? 1 : 0;
            count.imagesSince += count.handled ? 1 : 0;
        }
    }

    void anomaly(String source, long atMillis) {
        for (Count count : bySource.getOrDefault(source, List.of())) {
            count.anomalies += atMillis > count.openedMillis ? 1 : 0;
            count.anomaliesSince += count.handled ? 1 : 0;
        }
    }

    /** All open incidents, in the order of their opening. */
    List<Count> counts() {
        return List.copyOf(incidents.values());
    }
}
