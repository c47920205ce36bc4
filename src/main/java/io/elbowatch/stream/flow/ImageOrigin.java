package io.elbowatch.stream.flow;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where an image came from.
 *
 * @param source the record's key as it came, or null; not to be written to
 */
public record ImageOrigin(byte[] source, String topic, int partition, long offset) {

    static ImageOrigin of(byte[] source, RecordMetadata coordinates) {
        return new ImageOrigin(source, coordinates.topic(), coordinates.partition(), coordinates.offset());
    }
}
