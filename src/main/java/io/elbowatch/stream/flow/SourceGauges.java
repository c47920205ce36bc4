package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.source.SourceState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the tracked sources of a task and their open incidents, and reports changes to the observer. {@link #clear}
 * takes back all that was reported, so that a task that moves is counted on its new instance only. Used by one thread.
 */
final class SourceGauges {
    private static final List<IncidentKind> KINDS = List.of(IncidentKind.values());

    private final ScoringObserver observer;
    private final Map<IncidentKind, Integer> open = new EnumMap<>(IncidentKind.class);
    private int sources;

    SourceGauges(ScoringObserver observer) {
        this.observer = observer;
    }

    int sources() {
        return sources;
    }

    /** The state of a source changed; empty for no state. */
    void changed(Optional<SourceState> before, Optional<SourceState> after) {
        addSources((after.isPresent() ? 1 : 0) - (before.isPresent() ? 1 : 0));
        for (IncidentKind kind : KINDS) {
            addOpen(kind, open(kind, after) - open(kind, before));
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
            addOpen(kind, -open.getOrDefault(kind, 0));
        }
    }

    private static int open(IncidentKind kind, Optional<SourceState> source) {
        return source.isPresent() && source.get().open(kind) ? 1 : 0;
    }

    private void addSources(int more) {
        if (more != 0) {
            sources += more;
            observer.tracking(more);
        }
    }

    private void addOpen(IncidentKind kind, int more) {
        if (more != 0) {
            open.merge(kind, more, Integer::sum);
            observer.incidentsOpen(kind, more);
        }
    }
}
