package io.elbowatch.core.source;

import io.elbowatch.core.Labelled;

/** What can be wrong with a source. */
public enum IncidentKind implements Labelled {
    /** Its p-values are smaller than those of a healthy source. */
    ANOMALIES,
    /** No image of it was scored for {@code incidents.silence}. */
    SILENCE;
}
