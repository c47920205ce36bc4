package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import java.util.Locale;

/** What a command may hold in memory: half of what the Java virtual machine has. */
final class HeapLimit {
    private static final double MIB = 1 << 20;

    private HeapLimit() {}

    /** @throws Refusal when this number of bytes is more. @param remedy what to do beside giving more memory */
    static void require(long bytes, String what, String remedy) {
        long most = Runtime.getRuntime().maxMemory() / 2;
        if (bytes > most) {
            throw new Refusal(
                    String.format(
                            Locale.ROOT,
                            "%s would take %.0f MiB of memory, and %.0f MiB are allowed for it",
                            what,
                            bytes / MIB,
                            most / MIB),
                    remedy + ", or more memory: ELBOWATCH_JAVA_OPTS=-Xmx8g");
        }
    }
}
