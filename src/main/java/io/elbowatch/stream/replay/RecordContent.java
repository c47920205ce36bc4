package io.elbowatch.stream.replay;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.intake.InputRecord;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.reference.FollowedArrival;
import io.elbowatch.stream.reference.ObjectSource;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.SourceText;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes records of a range from Kafka's: as they came, or with the images that the stream reads from them. */
final class RecordContent {
    private final Intakes intakes;
    private final Optional<? extends ObjectSource> objects;

    /** Of records of images. @param objects that they refer to; empty where none are fetched */
    RecordContent(Intakes intakes, Optional<? extends ObjectSource> objects) {
        this.intakes = intakes;
        this.objects = objects;
    }

    static RangeRecord asItCame(ConsumerRecord<byte[], byte[]> record) {
        return of(
                record,
                record.timestamp(),
                record.key(),
                record.value(),
                Headers.contentType(record.headers()),
                Optional.empty());
    }

    /** The image, or why there is none. @throws Refusal when the store of its reference does not answer */
    RangeRecord image(ConsumerRecord<byte[], byte[]> record) {
        Arrival arrival = followed(intakes.read(InputRecord.of(record)));
        if (arrival instanceof Arrival.Image image && image.bytes() != null) {
            return of(
                    record,
                    image.timestampMillis(),
                    image.source(),
                    image.bytes(),
                    image.contentType(),
                    Optional.empty());
        }
        Rejection refused = arrival instanceof Arrival.Refused found
                ? found.rejection()
                : new Rejection(Reason.NULL_VALUE, "the record has no value");
        return of(record, record.timestamp(), record.key(), null, null, Optional.of(refused));
    }

    private Arrival followed(Arrival arrival) {
        try {
            return FollowedArrival.of(arrival, objects);
        } catch (IOException e) {
            throw new Refusal(
                    "the image of a record cannot be fetched: " + e.getMessage(),
                    "see that its store answers, and run it again",
                    e);
        }
    }

    private static RangeRecord of(
            ConsumerRecord<byte[], byte[]> record,
            long timestampMillis,
            byte[] source,
            byte[] value,
            String contentType,
            Optional<Rejection> refused) {
        return new RangeRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                timestampMillis,
                SourceText.of(source),
                value,
                contentType,
                refused);
    }
}
