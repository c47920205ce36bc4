package io.elbowatch.stream.wire;

import io.elbowatch.core.Rejection;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes records of the rejected topic: key, value, timestamp and headers as they came, and headers that say why and from
 * where. What would not fit the rejected topic with these is left out, first the value, then the foreign headers, then the key; a header
 * says of each how much it was, and the coordinates say where it still lies. Sent to the images topic again once its cause is mended, it
 * is an image like any other: stale headers of ours are replaced, never added to.
 */
public final class RejectedRecord {
    public static final String REASON = Headers.PREFIX + "reason";
    public static final String DETAIL = Headers.PREFIX + "detail";

    /** Only where the value is left out: its size in bytes. */
    public static final String VALUE_LEFT_OUT = Headers.PREFIX + "value-left-out";

    /** Only where the foreign headers are left out: their size in bytes. */
    public static final String HEADERS_LEFT_OUT = Headers.PREFIX + "headers-left-out";

    /** Only where the key is left out: its size in bytes. */
    public static final String KEY_LEFT_OUT = Headers.PREFIX + "key-left-out";

    private static final Set<String> OURS = Set.of(
            REASON,
            DETAIL,
            Headers.TOPIC,
            Headers.PARTITION,
            Headers.OFFSET,
            Headers.TIMESTAMP,
            VALUE_LEFT_OUT,
            HEADERS_LEFT_OUT,
            KEY_LEFT_OUT);

    private final int maxBytes;

    /** @param maxBytes largest record that the rejected topic takes */
    public RejectedRecord(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The image as it came, with the reason and its coordinates. */
    public Record<byte[], byte[]> of(Record<byte[], byte[]> image, Rejection rejection, RecordMetadata coordinates) {
        RecordHeaders foreign = Headers.foreign(image.headers(), OURS);
        RecordHeaders ours = new RecordHeaders();
        Headers.put(ours, REASON, rejection.reason().label());
        Headers.put(ours, DETAIL, rejection.detail());
        Headers.putCoordinates(ours, coordinates, image.timestamp());
        Record<byte[], byte[]> rejected = image.withHeaders(Headers.joined(foreign, ours));
        if (image.value() != null && isTooLarge(rejected)) {
            Headers.put(ours, VALUE_LEFT_OUT, Integer.toString(image.value().length));
            rejected = rejected.withHeaders(Headers.joined(foreign, ours)).withValue(null);
        }
        if (isTooLarge(rejected)) {
            Headers.put(ours, HEADERS_LEFT_OUT, Long.toString(RecordSize.of(foreign)));
            rejected = rejected.withHeaders(ours);
        }
        if (image.key() != null && isTooLarge(rejected)) {
            Headers.put(ours, KEY_LEFT_OUT, Integer.toString(image.key().length));
            rejected = rejected.withHeaders(ours).withKey(null);
        }
        return rejected;
    }

    private boolean isTooLarge(Record<byte[], byte[]> rejected) {
        return RecordSize.of(rejected) > maxBytes;
    }
}
