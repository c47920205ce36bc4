package io.elbowatch.stream.flow;

import io.elbowatch.stream.trace.TraceIds;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where an image came from.
 *
 * @param source the record's key as it came, or null; not to be written to
 * @param trace of the image, or null where it is not recorded
 */
public record ImageOrigin(byte[] source, String topic, int partition, long offset, TraceIds trace) {

    /** An image that is not recorded. */
    public ImageOrigin(byte[] source, String topic, int partition, long offset) {
        this(source, topic, partition, offset, null);
    }

    static ImageOrigin of(byte[] source, RecordMetadata coordinates, TraceIds trace) {
        return new ImageOrigin(source, coordinates.topic(), coordinates.partition(), coordinates.offset(), trace);
    }
}
