package io.elbowatch.stream.flow;

import io.elbowatch.core.Labelled;

/** Why an anomalous image has no picture. */
public enum EvidenceLeftOut implements Labelled {
    /** Its source had as many as it may in a minute. */
    RATE,
    /** Pictures of all sources together take as much time as they may. */
    BUSY,
    /** The model failed when it was run for the second time. */
    MODEL_FAILED,
    /** The evidence topic takes no record so large. */
    TOO_LARGE;
}
