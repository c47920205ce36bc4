package io.elbowatch.stream.wire;

import io.elbowatch.core.Rejection;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A record of the rejected topic: key, value, timestamp and headers as they came, and headers that say why and from where.
 * Sent to the images topic again once its cause is mended, it is an image like any other: stale headers of ours are
 * replaced, never added to.
 */
public final class RejectedRecord {
    public static final String REASON = Headers.PREFIX + "reason";
    public static final String DETAIL = Headers.PREFIX + "detail";
    public static final String TOPIC = Headers.PREFIX + "topic";
    public static final String PARTITION = Headers.PREFIX + "partition";
    public static final String OFFSET = Headers.PREFIX + "offset";
    public static final String TIMESTAMP = Headers.PREFIX + "timestamp";

    private RejectedRecord() {}

    /** The image as it came, with the reason and its coordinates. */
    public static Record<byte[], byte[]> of(
            Record<byte[], byte[]> image, Rejection rejection, RecordMetadata coordinates) {
        RecordHeaders headers = new RecordHeaders(image.headers());
        put(headers, REASON, rejection.reason().label());
        put(headers, DETAIL, rejection.detail());
        put(headers, TOPIC, coordinates.topic());
        put(headers, PARTITION, Integer.toString(coordinates.partition()));
        put(headers, OFFSET, Long.toString(coordinates.offset()));
        put(headers, TIMESTAMP, Long.toString(image.timestamp()));
        return image.withHeaders(headers);
    }

    private static void put(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    }
}
