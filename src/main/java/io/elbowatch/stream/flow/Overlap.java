package io.elbowatch.stream.flow;

import io.elbowatch.core.Labelled;

/** Whether a batch is scored by a thread of its own while its stream thread receives and decodes the next. */
public enum Overlap implements Labelled {
    /** On where the model runs on a device of its own, off where it would take a second core. */
    AUTO,
    ON,
    OFF;

    /** @param provider the execution provider that runs the model */
    boolean on(String provider) {
        return this == ON || this == AUTO && !provider.equals("cpu");
    }
}
