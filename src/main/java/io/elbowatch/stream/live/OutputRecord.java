package io.elbowatch.stream.live;

import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.SourceText;
import io.elbowatch.stream.wire.StoredValue;
import java.util.Optional;
import java.util.function.Function;

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

    /** Of an image of the only input topic. */
    OutputRecord(byte[] key, byte[] value, long atMillis, Function<String, String> header, boolean fresh) {
        this(key, value, atMillis, header, "", fresh);
    }

    /**
     * The name of the source: its key as all outputs show it, after the topic where there are several. The page asks for
     * the scores of the source by this name.
     */
    String source() {
        return SourceText.of(key)
                .filter(text -> !text.isEmpty())
                .map(text -> input.isEmpty() ? text : input + ": " + text)
                .orElse(input);
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
