package io.elbowatch.stream.lookup;

import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of an input topic. Its time and source are known without the object that it may refer to.
 *
 * @param arrival what the record holds, with a reference as it is
 */
record Came(ConsumerRecord<byte[], byte[]> record, Arrival arrival) {

    /** The time of the image, which all outputs have unless it is ahead of the brokers' clocks. */
    long timestampMillis() {
        if (arrival instanceof Arrival.Image image) {
            return image.timestampMillis();
        }
        return arrival instanceof Arrival.Reference reference ? reference.timestampMillis() : record.timestamp();
    }

    /** The time of the image, or of its arrival if that is earlier: no broker stamps an output with a time before. */
    long earliestMillis() {
        return record.timestamp() < 0 ? timestampMillis() : Math.min(record.timestamp(), timestampMillis());
    }

    /** The key of all outputs, or null. */
    byte[] source() {
        if (arrival instanceof Arrival.Image image) {
            return image.source();
        }
        return arrival instanceof Arrival.Reference reference ? reference.source() : record.key();
    }

    /** @param followed what it holds, without a reference */
    StoredImage stored(OutputOrigin at, Arrival followed) {
        if (followed instanceof Arrival.Image image) {
            return new StoredImage(
                    at, timestampMillis(), source(), image.bytes(), image.contentType(), Optional.empty());
        }
        return new StoredImage(
                at,
                timestampMillis(),
                source(),
                record.value() == null ? new byte[0] : record.value(),
                Headers.contentType(record.headers()),
                Optional.of(((Arrival.Refused) followed).rejection()));
    }
}
