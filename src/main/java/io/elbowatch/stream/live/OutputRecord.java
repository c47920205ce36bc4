package io.elbowatch.stream.live;

import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.StoredValue;
import java.util.Optional;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A record of an output topic.
 *
 * @param key null where its image has none
 * @param value null where the record has none
 * @param atMillis when the image was produced
 * @param header the text of a header, null where there is none
 * @param input the topic of its image; empty where there is only one input topic
 * @param fresh whether it arrived after reading began
 */
record OutputRecord(
        byte[] key, byte[] value, long atMillis, Function<String, String> header, String input, boolean fresh) {
    private static final int MAX_SOURCE_CHARS = 256;

    /** Of an image of the only input topic. */
    OutputRecord(byte[] key, byte[] value, long atMillis, Function<String, String> header, boolean fresh) {
        this(key, value, atMillis, header, "", fresh);
    }

    /** The name of the source: its key, after the topic where there are several. */
    String source() {
        if (key == null) {
            return input;
        }
        String text = (input.isEmpty() ? "" : input + ": ") + new String(key, UTF_8);
        return text.length() <= MAX_SOURCE_CHARS ? text : text.substring(0, MAX_SOURCE_CHARS);
    }

    /** Where its value is, of a record that names this in place of having it. */
    Optional<StoredValue> stored() {
        return value == null ? StoredValue.of(header) : Optional.empty();
    }

    /** The name of the image, from the headers. */
    Optional<String> image() {
        String topic = header.apply(Headers.TOPIC);
        String partition = header.apply(Headers.PARTITION);
        String offset = header.apply(Headers.OFFSET);
        return topic == null || partition == null || offset == null
                ? Optional.empty()
                : Optional.of(topic + "-" + partition + "-" + offset);
    }
}
