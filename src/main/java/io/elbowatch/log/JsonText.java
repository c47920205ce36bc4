package io.elbowatch.log;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON for the log, which needs no library that could itself log. Numbers and booleans keep their type. */
final class JsonText {
    private JsonText() {}

    static String object(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> string(field.getKey()) + ":" + value(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @SuppressWarnings("unchecked")
    private static String value(Object value) {
        if (value instanceof Map<?, ?> group) {
            return object((Map<String, ?>) group);
        }
        boolean plain =
                value instanceof Boolean || value instanceof Number number && Double.isFinite(number.doubleValue());
        return plain ? value.toString() : string(String.valueOf(value));
    }

    private static String string(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                default -> {
                    // beyond ASCII only what breaks lines or has no character of its own
                    if (c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 || c == 0x2028 || c == 0x2029) {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
