package io.elbowatch.stream.wire;

import io.elbowatch.core.Rejection;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Makes records of the rejected topic: key, value, timestamp and headers as they came, and headers that say why and from
 * where. An image that fills its topic's limit would not fit the rejected topic's with our headers: its value is left out,
 * the header {@value #VALUE_LEFT_OUT} says so, and the coordinates say where it still lies. Sent to the images topic again once its cause is mended, it is an image like any other: stale headers of ours are
 * replaced, never added to.
 */
public final class RejectedRecord {
    public static final String REASON = Headers.PREFIX + "reason";
    public static final String DETAIL = Headers.PREFIX + "detail";
    public static final String TOPIC = Headers.PREFIX + "topic";
    public static final String PARTITION = Headers.PREFIX + "partition";
    public static final String OFFSET = Headers.PREFIX + "offset";
    public static final String TIMESTAMP = Headers.PREFIX + "timestamp";

    /** Only where the value is left out: its size in bytes. */
    public static final String VALUE_LEFT_OUT = Headers.PREFIX + "value-left-out";

    /** More than Kafka's own framing of a record and its batch. */
    private static final int FRAMING_BYTES = 512;

    private final int maxBytes;

    /** @param maxBytes largest record that the rejected topic takes */
    public RejectedRecord(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The image as it came, with the reason and its coordinates. */
    public Record<byte[], byte[]> of(Record<byte[], byte[]> image, Rejection rejection, RecordMetadata coordinates) {
        RecordHeaders headers = new RecordHeaders(image.headers());
        put(headers, REASON, rejection.reason().label());
        put(headers, DETAIL, rejection.detail());
        put(headers, TOPIC, coordinates.topic());
        put(headers, PARTITION, Integer.toString(coordinates.partition()));
        put(headers, OFFSET, Long.toString(coordinates.offset()));
        put(headers, TIMESTAMP, Long.toString(image.timestamp()));
        headers.remove(VALUE_LEFT_OUT);
        Record<byte[], byte[]> rejected = image.withHeaders(headers);
        if (image.value() == null || bytes(rejected) <= maxBytes) {
            return rejected;
        }
        put(headers, VALUE_LEFT_OUT, Integer.toString(image.value().length));
        return image.withHeaders(headers).withValue(null);
    }

    private static long bytes(Record<byte[], byte[]> record) {
        long bytes = FRAMING_BYTES + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value()) + 8L;
        }
        return bytes;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void put(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    }
}
