package io.elbowatch.core.source;

import io.elbowatch.core.Labelled;

/** What a person does with an incident. The evidence alone opens and closes it; a person says who takes care of it. */
public enum HandlingAct implements Labelled {
    /** Somebody looks after it. */
    ACKNOWLEDGED,
    /** A remark; it changes nothing. */
    COMMENTED,
    /** Nothing more is to be done; shown as handled, also while the evidence still holds it open. */
    CLOSED;

    /** Whether alerts may be quiet about the incident from then on. */
    public boolean handles() {
        return this != COMMENTED;
    }
}
