package io.elbowatch.stream.batch;

import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What is done with a batch of records. Bad data is a result like any other; whatever this throws stops the stream
 * thread, and Kafka gives the whole batch again.
 *
 * @param <V> value of the records
 */
public interface BatchWork<V> extends AutoCloseable {

    /** A record held back, with where it came from. */
    record Held<V>(Record<byte[], V> record, RecordMetadata origin) {}

    /** A record to send to the child of this name. */
    record Outgoing(Record<byte[], ?> record, String child) {}

    /** The bytes of memory that a value holds while it waits. */
    long bytes(V value);

    /** Is told how many records and bytes wait now, whenever that changes. */
    void holds(int records, long bytes);

    /** Makes one outgoing record of each that was held, in their order; by one thread at a time, not always the stream's. */
    List<Outgoing> apply(List<Held<V>> batch, FlushReason reason);

    @Override
    void close();
}
