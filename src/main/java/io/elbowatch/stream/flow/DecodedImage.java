package io.elbowatch.stream.flow;

import io.elbowatch.core.image.Original;
import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.trace.ImageTrace;
import org.apache.kafka.streams.processor.api.Record;

/**
 * An image between decoding and scoring.
 *
 * @param arrived the record as it came, so that it can be rejected unchanged
 * @param image that the record holds
 * @param pixels as its model takes it, [C, H, W]; the same array where it came raw; not to be written to
 * @param original the image that they were made of
 * @param assignment what scores and judges it
 * @param trace follows it
 */
record DecodedImage(
        Record<byte[], byte[]> arrived,
        Arrival.Image image,
        byte[] pixels,
        Original original,
        Assignment assignment,
        ImageTrace trace) {

    /** The bytes of memory that it holds. */
    long bytes() {
        long bytes = arrived.value() == null ? 0 : arrived.value().length;
        if (image.bytes() != arrived.value()) {
            bytes += image.bytes().length;
        }
        return pixels == image.bytes() ? bytes : bytes + pixels.length;
    }
}
