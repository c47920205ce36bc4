package io.elbowatch.stream.flow;

import java.util.Locale;

/** Why an anomalous image has no picture. */
public enum EvidenceLeftOut {
    /** Its source had as many as it may in a minute. */
    RATE,
    /** Pictures of all sources together take as much time as they may. */
    BUSY,
    /** The model failed when it was run for the second time. */
    MODEL_FAILED,
    /** The evidence topic takes no record so large. */
    TOO_LARGE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in metrics. */
    public String label() {
        return label;
    }
}
