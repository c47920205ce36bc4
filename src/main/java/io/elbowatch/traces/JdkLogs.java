package io.elbowatch.traces;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The JDK's logger of OpenTelemetry: it would write lines of its own to the error stream, whatever the format of the log. */
final class JdkLogs {
    private static final Logger OPEN_TELEMETRY =
            Logger.getLogger("io.opentelemetry"); // kept: a logger without users forgets its level

    private JdkLogs() {}

    /** {@link CountedSpans} says what fails. */
    static void silence() {
        OPEN_TELEMETRY.setLevel(Level.OFF);
    }
}
