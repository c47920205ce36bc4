package io.elbowatch.stream.flow;

import java.util.Locale;

/** Why an anomalous image has no picture. */
public enum EvidenceLeftOut {
    /** Its source has used up its pictures of this minute. */
    RATE,
    /** The pictures of all sources together have used up their time. */
    BUSY,
    /** The second run of the model failed. */
    MODEL_FAILED,
    /** The record exceeds the limit of the evidence topic. */
    TOO_LARGE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label in metrics. */
    public String label() {
        return label;
    }
}
