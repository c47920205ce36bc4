package io.elbowatch.stream.flow;

import io.elbowatch.core.Labelled;

/** Whether a work thread scores a batch while the stream thread receives and decodes the next one. */
public enum Overlap implements Labelled {
    /** On when the model runs on an accelerator. Off on the CPU, where it would use a second core. */
    AUTO,
    ON,
    OFF;

    /** @param provider the execution provider that runs the model */
    boolean on(String provider) {
        return this == ON || this == AUTO && !provider.equals("cpu");
    }
}
