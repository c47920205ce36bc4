package io.elbowatch.core;

import java.util.Locale;

/**
 * Text from elsewhere as it may be printed: names of bundles, images and sources, messages of other programs. Control
 * characters are escaped, so that no text clears a terminal, forges a line or hides what follows it. Printable text
 * stays as it is.
 */
public final class Printable {
    private Printable() {}

    /** In one line: a line end is escaped, too. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** With its line ends. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean keepLines) {
        if (text.codePoints().noneMatch(c -> isUnsafe(c, keepLines))) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isUnsafe(c, keepLines)) {
                escape(safe, c);
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean isUnsafe(int c, boolean keepLines) {
        if (c == '\n' && keepLines) {
            return false;
        }
        return switch (Character.getType(c)) {
            // FORMAT has the marks that reverse the direction of text
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static void escape(StringBuilder safe, int c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                for (char unit : Character.toChars(c)) {
                    safe.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        }
    }
}
