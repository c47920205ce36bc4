package io.elbowatch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The user's locale, which is left out: numbers have ASCII digits and a point, and all output is UTF-8, as JSON must be.
 * Elbowatch's own code names locale and charset wherever it formats; this is for its libraries. Kafka's server, which the
 * demo starts, names its files with the digits of the default locale.
 */
final class UserLocale {
    private UserLocale() {}

    /** To be called before the first output. */
    static void leaveOut() {
        Locale.setDefault(Locale.ROOT);
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
    }

    private static PrintStream utf8(FileDescriptor output) {
        return new PrintStream(new FileOutputStream(output), true, StandardCharsets.UTF_8);
    }
}
