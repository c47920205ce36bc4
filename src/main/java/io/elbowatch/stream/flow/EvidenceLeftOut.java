package io.elbowatch.stream.flow;

import io.elbowatch.core.Labelled;

/** Why an anomalous image has no picture. */
public enum EvidenceLeftOut implements Labelled {
    /** Its source has used up its pictures of this minute. */
    RATE,
    /** The pictures of all sources together have used up their time. */
    BUSY,
    /** The second run of the model failed. */
    MODEL_FAILED,
    /** The record exceeds the limit of the evidence topic. */
    TOO_LARGE;
}
