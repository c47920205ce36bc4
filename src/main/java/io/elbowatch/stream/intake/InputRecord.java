package io.elbowatch.stream.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record of an input topic as it came.
 *
 * @param key or null; not to be written to
 * @param value or null; not to be written to
 * @param headers not to be changed
 */
public record InputRecord(
        String topic, int partition, long offset, byte[] key, byte[] value, Headers headers, long timestampMillis) {

    public static InputRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new InputRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                record.headers(),
                record.timestamp());
    }
}
