package io.elbowatch.stream.wire;

import io.elbowatch.core.Rejection;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes records of the rejected topic: key, value, timestamp and headers as they came, and headers that say why and from
 * where. An image that fills its topic's limit would not fit the rejected topic's with our headers: its value is left out,
 * the header {@value #VALUE_LEFT_OUT} says so, and the coordinates say where it still lies. Sent to the images topic again once its cause is mended, it is an image like any other: stale headers of ours are
 * replaced, never added to.
 */
public final class RejectedRecord {
    public static final String REASON = Headers.PREFIX + "reason";
    public static final String DETAIL = Headers.PREFIX + "detail";

    /** Only where the value is left out: its size in bytes. */
    public static final String VALUE_LEFT_OUT = Headers.PREFIX + "value-left-out";

    private final int maxBytes;

    /** @param maxBytes largest record that the rejected topic takes */
    public RejectedRecord(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The image as it came, with the reason and its coordinates. */
    public Record<byte[], byte[]> of(Record<byte[], byte[]> image, Rejection rejection, RecordMetadata coordinates) {
        RecordHeaders headers = new RecordHeaders(image.headers());
        Headers.put(headers, REASON, rejection.reason().label());
        Headers.put(headers, DETAIL, rejection.detail());
        Headers.putCoordinates(headers, coordinates, image.timestamp());
        headers.remove(VALUE_LEFT_OUT);
        Record<byte[], byte[]> rejected = image.withHeaders(headers);
        if (image.value() == null || RecordSize.of(rejected) <= maxBytes) {
            return rejected;
        }
        Headers.put(headers, VALUE_LEFT_OUT, Integer.toString(image.value().length));
        return image.withHeaders(headers).withValue(null);
    }
}
