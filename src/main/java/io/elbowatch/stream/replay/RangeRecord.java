package io.elbowatch.stream.replay;

import java.util.Optional;

/**
 * One record of a range.
 *
 * @param source its key as results show it; empty for a key that is missing or no text
 * @param value as it came, or null
 * @param contentType as declared, or null
 */
public record RangeRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        Optional<String> source,
        byte[] value,
        String contentType) {

    /** Its coordinates as one word: {@code images/3@712}. */
    public String name() {
        return topic + "/" + partition + "@" + offset;
    }

    /** The same record without its value, to be kept while others are read. */
    public RangeRecord withoutValue() {
        return new RangeRecord(topic, partition, offset, timestampMillis, source, null, contentType);
    }
}
