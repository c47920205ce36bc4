package io.elbowatch.stream.flow;

import io.elbowatch.stream.wire.Headers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timestamps of all records that the stream writes. Each is that of the image, or the nearest one that every output
 * topic accepts. Then a header of the record carries that of the image. Used by many threads.
 */
final class OutputStamp {
    private static final Logger LOG = LoggerFactory.getLogger(OutputStamp.class);

    private final CurrentLimits limits;
    private final Topics topics;
    private final ScoringObserver observer;
    private final AtomicBoolean logged = new AtomicBoolean();

    OutputStamp(CurrentLimits limits, Topics topics, ScoringObserver observer) {
        this.limits = limits;
        this.topics = topics;
        this.observer = observer;
    }

    /** The record with a timestamp that is accepted now. */
    ProducerRecord<byte[], byte[]> on(ProducerRecord<byte[], byte[]> record, long nowMillis) {
        if (record.timestamp() == null) {
            return record;
        }
        long accepted = limits.now().timestamps().nearest(record.timestamp(), nowMillis);
        return accepted == record.timestamp() ? record : moved(record, accepted);
    }

    private ProducerRecord<byte[], byte[]> moved(ProducerRecord<byte[], byte[]> record, long accepted) {
        observer.timestampMoved();
        if (!logged.getAndSet(true)) {
            LOG.warn(
                    "timestamp moved topic={} image_timestamp={} record_timestamp={}"
                            + " reason=\"message.timestamp.*.max.ms of the topics\""
                            + " further=elbowatch_timestamps_moved_total",
                    record.topic(),
                    record.timestamp(),
                    accepted);
        }
        return new ProducerRecord<>(
                record.topic(),
                record.partition(),
                accepted,
                record.key(),
                record.value(),
                topics.outputs().contains(record.topic())
                        ? Headers.withTimestamp(record.headers(), record.timestamp())
                        : record.headers());
    }
}
