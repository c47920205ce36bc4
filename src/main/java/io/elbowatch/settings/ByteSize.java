package io.elbowatch.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written {@code 16MiB}, {@code 64m}, {@code 2G} or without a unit; never negative. Units are powers
 * of 1024. {@code MB} is refused because it is ambiguous: it stands for 1000² and for 1024².
 *
 * @param bytes 0 or more
 */
record ByteSize(long bytes) {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18})\\s*(?:b|([kmg])(?:ib)?)?");

    /** @throws IllegalArgumentException when the text is no size, or one that does not fit into a long */
    static ByteSize parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size");
        }
        int power = matcher.group(2) == null ? 0 : 1 + "kmg".indexOf(matcher.group(2));
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too large", e);
        }
    }
}
