package io.elbowatch.stream.wire;

import io.elbowatch.core.evidence.EvidencePicture;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes records of the evidence topic: key, timestamp and headers of the image, a picture as the value, and headers
 * with the coordinates of the image and the model.
 */
public final class EvidenceRecord {
    public static final String MODEL = Headers.PREFIX + "model";
    public static final String MODEL_VERSION = Headers.PREFIX + "model-version";

    private final IntSupplier maxBytes;

    /** @param maxBytes largest record that the evidence topic accepts now */
    public EvidenceRecord(IntSupplier maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The record of a picture; empty when no size of the picture fits the topic. */
    public Optional<Record<byte[], byte[]>> of(
            ModelStamp by, Record<byte[], ?> image, EvidencePicture picture, RecordMetadata coordinates) {
        RecordHeaders headers = new RecordHeaders(image.headers());
        headers.remove(Headers.EVENT_VERSION);
        Headers.put(headers, Headers.CONTENT_TYPE, "image/png");
        Headers.putCoordinates(headers, coordinates, image.timestamp());
        Headers.put(headers, Headers.BUNDLE, by.bundle());
        Headers.put(headers, MODEL, by.model().name());
        Headers.put(headers, MODEL_VERSION, by.model().version());
        Record<byte[], byte[]> empty = image.withHeaders(headers).withValue(new byte[0]);
        long room = maxBytes.getAsInt() - RecordSize.of(empty);
        return picture.png((int) Math.max(0, room)).map(empty::withValue);
    }
}
