package io.elbowatch.stream.replay;

import io.elbowatch.core.Rejection;
import java.util.Optional;

/**
 * One record of a range.
 *
 * @param source its key as results show it, of an image its source; empty where that is missing or no text
 * @param value as it came, of an image the image itself; or null
 * @param contentType as declared, or null
 * @param refused why a record of images has none; its value is null then
 */
public record RangeRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        Optional<String> source,
        byte[] value,
        String contentType,
        Optional<Rejection> refused) {

    /** Its coordinates as one word: {@code images/3@712}. */
    public String name() {
        return topic + "/" + partition + "@" + offset;
    }

    /** The same record without its value, to be kept while others are read. */
    public RangeRecord withoutValue() {
        return new RangeRecord(topic, partition, offset, timestampMillis, source, null, contentType, refused);
    }
}
