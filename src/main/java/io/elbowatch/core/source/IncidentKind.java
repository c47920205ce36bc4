package io.elbowatch.core.source;

import io.elbowatch.core.Labelled;

/** The kinds of incidents. */
public enum IncidentKind implements Labelled {
    /** The p-values of the source are smaller than those of a healthy one. */
    ANOMALIES,
    /** No image of the source was scored for {@code incidents.silence}. */
    SILENCE;
}
