package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A few characters of an input: letters, digits and printable ASCII. Characters that could start a new log line or end a
 * quotation are question marks.
 */
final class Quoted {
    private static final int MAX_CHARS = 24;
    private static final int MAX_PLAIN_CHARS = 120;
    private static final int MAX_SENTENCE_CHARS = 500;

    private Quoted() {}

    static String of(JsonNode json) {
        return of(json.isValueNode() ? json.asText() : json.getNodeType().name());
    }

    static String of(String text) {
        return "'" + shown(text, MAX_CHARS).replace('\'', '?')
                + (text.codePointCount(0, text.length()) > MAX_CHARS ? "…'" : "'");
    }

    /** More of it, without quotation marks. */
    static String plain(String text) {
        return shown(String.valueOf(text), MAX_PLAIN_CHARS);
    }

    /** One of the program's own, which quotes an input itself. */
    static String sentence(String text) {
        return shown(text, MAX_SENTENCE_CHARS);
    }

    private static String shown(String text, int chars) {
        return text.codePoints()
                .limit(chars)
                .map(c -> Character.isLetterOrDigit(c) || c >= ' ' && c <= '~' && c != '"' && c != '\\' ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
