package io.elbowatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether an output of this process is a terminal that may get colours, and lines that refresh in place. A pipe, a file,
 * {@code NO_COLOR} and {@code TERM=dumb} get neither.
 */
public final class Terminal {
    private static final int IN = 0;
    private static final int OUT = 1;
    private static final int ERR = 2;

    private Terminal() {}

    /** Standard output. */
    public static boolean isOut() {
        return isRich(System.getenv()) && isTerminal(OUT);
    }

    /** Whether somebody can answer a question. */
    static boolean isIn() {
        return isTerminal(IN);
    }

    /** Standard error. */
    static boolean isErr() {
        return isRich(System.getenv()) && isTerminal(ERR);
    }

    /** As <a href="https://no-color.org">no-color.org</a> describes: an empty variable does not count. */
    static boolean isRich(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Java tells only whether input and output both are terminals, and newer versions not even that. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
        if (!Files.isSymbolicLink(link)) {
            return System.console() != null; // no Linux
        }
        try {
            return isTerminal(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    static boolean isTerminal(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }
}
