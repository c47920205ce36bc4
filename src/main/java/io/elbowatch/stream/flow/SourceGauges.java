package io.elbowatch.stream.flow;

import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.stream.wire.IncidentJson;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the tracked sources of a task and their open incidents, and reports changes to the observer. {@link #clear}
 * takes back all that was reported, so that a task that moves is counted on its new instance only. Used by one thread.
 */
final class SourceGauges {
    private static final List<IncidentKind> KINDS = List.of(IncidentKind.values());

    private final ScoringObserver observer;
    private final Map<IncidentKind, Set<String>> open = new EnumMap<>(IncidentKind.class);
    private int sources;

    SourceGauges(ScoringObserver observer) {
        this.observer = observer;
        KINDS.forEach(kind -> open.put(kind, new HashSet<>()));
    }

    int sources() {
        return sources;
    }

    /**
     * The state of a source changed; empty for no state.
     *
     * @param partition of the images of the source
     */
    void changed(TopicPartition partition, Optional<SourceState> before, Optional<SourceState> after) {
        addSources((after.isPresent() ? 1 : 0) - (before.isPresent() ? 1 : 0));
        for (IncidentKind kind : KINDS) {
            if (!open(kind, before) && !open(kind, after)) {
                continue; // as for nearly every image
            }
            Optional<ImagePlace> was = before.flatMap(state -> state.onset(kind));
            Optional<ImagePlace> is = after.flatMap(state -> state.onset(kind));
            if (!was.equals(is)) {
                was.ifPresent(onset -> over(kind, IncidentJson.id(partition, onset, kind)));
                is.ifPresent(onset -> began(kind, IncidentJson.id(partition, onset, kind)));
            }
        }
    }

    void opened(IncidentKind kind) {
        observer.incidentOpened(kind);
    }

    void untracked() {
        observer.sourceUntracked();
    }

    void clear() {
        addSources(-sources);
        for (IncidentKind kind : KINDS) {
            List.copyOf(open.get(kind)).forEach(id -> over(kind, id));
        }
    }

    private static boolean open(IncidentKind kind, Optional<SourceState> source) {
        return source.isPresent() && source.get().open(kind);
    }

    private void addSources(int more) {
        if (more != 0) {
            sources += more;
            observer.tracking(more);
        }
    }

    private void began(IncidentKind kind, String id) {
        if (open.get(kind).add(id)) {
            observer.incidentsOpen(kind, 1);
            observer.incident(kind, id, true);
        }
    }

    private void over(IncidentKind kind, String id) {
        if (open.get(kind).remove(id)) {
            observer.incidentsOpen(kind, -1);
            observer.incident(kind, id, false);
        }
    }
}
