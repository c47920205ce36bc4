package io.elbowatch.stream.flow;

import java.util.Arrays;
import java.util.Locale;

/** Whether a work thread scores a batch while the stream thread receives and decodes the next one. */
public enum Overlap {
    /** On when the model runs on an accelerator. Off on the CPU, where it would use a second core. */
    AUTO,
    ON,
    OFF;

    /** The value in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param provider the execution provider that runs the model */
    boolean on(String provider) {
        return this == ON || this == AUTO && !provider.equals("cpu");
    }

    /** Reads {@code auto}, {@code on} or {@code off}. @throws IllegalArgumentException naming them */
    public static Overlap parse(String text) {
        return Arrays.stream(values())
                .filter(overlap -> overlap.label().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of auto, on and off"));
    }
}
