package io.elbowatch.core.source;

import java.util.Locale;

/** What can be wrong with a source. */
public enum IncidentKind {
    /** Its p-values are smaller than those of a healthy source. */
    ANOMALIES,
    /** No image of it was scored for {@code incidents.silence}. */
    SILENCE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in records and metrics. */
    public String label() {
        return label;
    }
}
