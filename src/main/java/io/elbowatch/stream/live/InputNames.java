package io.elbowatch.stream.live;

import io.elbowatch.stream.wire.Headers;
import java.util.List;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Finds the input topic of an output record, which the page shows with its source where there are several. */
final class InputNames {
    /** In JSON that this program wrote, text of others has escaped quotes: this field is always its own. */
    private static final String FIELD = "\"topic\":\"";

    private final List<String> inputs;

    InputNames(List<String> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /** The topic; empty where there is only one, or where the record names none of them. */
    String of(byte[] value, Function<String, String> header) {
        if (inputs.size() == 1) {
            return "";
        }
        String named = header.apply(Headers.TOPIC);
        String topic = named == null ? inJson(value) : named;
        return inputs.contains(topic) ? topic : "";
    }

    private static String inJson(byte[] value) {
        if (value == null) {
            return "";
        }
        String text = new String(value, ISO_8859_1); // every byte is a character
        int at = text.indexOf(FIELD);
        int end = at < 0 ? -1 : text.indexOf('"', at + FIELD.length());
        return end < 0 ? "" : text.substring(at + FIELD.length(), end);
    }
}
