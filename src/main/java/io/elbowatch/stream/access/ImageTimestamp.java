package io.elbowatch.stream.access;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of an image: the timestamp of its record. Where a producer sent a negative one it is the latest of the
 * partition so far, but not one of the future. Never negative, because Kafka Streams stops at a negative one.
 */
public final class ImageTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMillis) {
        return record.timestamp() >= 0
                ? record.timestamp()
                : Math.max(0, Math.min(partitionTimeMillis, System.currentTimeMillis()));
    }
}
