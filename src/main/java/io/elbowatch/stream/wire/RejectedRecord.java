package io.elbowatch.stream.wire;

import io.elbowatch.core.Rejection;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes records of the rejected topic: key, value, timestamp and headers as they came, and headers with the reason and
 * the coordinates. What exceeds the limit of the rejected topic is left out: first the value, then the foreign headers,
 * then the key. A header gives the size of each part left out; the coordinates give the place of the original. When the
 * cause is fixed, the record can be sent to the images topic again: the headers of Elbowatch are replaced, never added
 * a second time.
 */
public final class RejectedRecord {
    public static final String REASON = Headers.PREFIX + "reason";
    public static final String DETAIL = Headers.PREFIX + "detail";

    /** The size of a value that is left out, in bytes. */
    public static final String VALUE_LEFT_OUT = Headers.PREFIX + "value-left-out";

    /** The size of foreign headers that are left out, in bytes. */
    public static final String HEADERS_LEFT_OUT = Headers.PREFIX + "headers-left-out";

    /** The size of a key that is left out, in bytes. */
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

    private static final Set<String> OURS_AND_THE_STORED =
            Stream.of(OURS, StoredValue.HEADERS).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private final ToIntFunction<RecordMetadata> maxBytes;
    private final boolean stored;

    /** @param maxBytes largest record that the rejected topic accepts */
    public RejectedRecord(int maxBytes) {
        this(image -> maxBytes);
    }

    /** @param maxBytes largest record that the rejected topic accepts now for an image */
    public RejectedRecord(ToIntFunction<RecordMetadata> maxBytes) {
        this(maxBytes, false);
    }

    /** @param stored whether values go to a store: then none is left out, and the record fits without it */
    public RejectedRecord(ToIntFunction<RecordMetadata> maxBytes, boolean stored) {
        this.maxBytes = maxBytes;
        this.stored = stored;
    }

    /** The record of an image, with the reason and the coordinates. */
    public Record<byte[], byte[]> of(Record<byte[], byte[]> image, Rejection rejection, RecordMetadata coordinates) {
        boolean valueStored = stored && image.value() != null && image.value().length > 0;
        int max = maxBytes.applyAsInt(coordinates) - (valueStored ? StoredValue.MAX_HEADER_BYTES : 0);
        // One without a value may be a rejected record that came again: its value is where it was.
        RecordHeaders foreign = Headers.foreign(image.headers(), image.value() == null ? OURS : OURS_AND_THE_STORED);
        RecordHeaders ours = new RecordHeaders();
        Headers.put(ours, REASON, rejection.reason().label());
        Headers.put(ours, DETAIL, rejection.detail());
        Headers.putCoordinates(ours, coordinates, image.timestamp());
        Record<byte[], byte[]> rejected = image.withHeaders(Headers.joined(foreign, ours));
        if (valueStored) {
            rejected = rejected.withValue(null);
        } else if (image.value() != null && RecordSize.of(rejected) > max) {
            Headers.put(ours, VALUE_LEFT_OUT, Integer.toString(image.value().length));
            rejected = rejected.withHeaders(Headers.joined(foreign, ours)).withValue(null);
        }
        if (RecordSize.of(rejected) > max) {
            Headers.put(ours, HEADERS_LEFT_OUT, Long.toString(RecordSize.of(foreign)));
            rejected = rejected.withHeaders(ours);
        }
        if (image.key() != null && RecordSize.of(rejected) > max) {
            Headers.put(ours, KEY_LEFT_OUT, Integer.toString(image.key().length));
            rejected = rejected.withHeaders(ours).withKey(null);
        }
        return valueStored ? rejected.withValue(image.value()) : rejected;
    }
}
