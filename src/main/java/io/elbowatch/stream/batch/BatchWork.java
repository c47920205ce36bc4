package io.elbowatch.stream.batch;

import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The work on a batch of records. This page is the contract between an implementation and {@link Batching}, its only
 * caller.
 *
 * <p><b>Instances and threads.</b> Each stream thread has one instance, which all its tasks share. It is created with
 * the first task of the thread and closed with the last one. {@code apply} is called for one batch at a time and sees
 * the effects of all earlier calls. With overlap it runs on a work thread, and {@code bytes}, {@code group} and {@code
 * waiting} may be called meanwhile: these must not touch the state of {@code apply}.
 *
 * <table>
 * <caption>Calls</caption>
 * <tr><th>Call<th>Thread<th>When
 * <tr><td>{@link #bytes}<td>stream thread<td>when a record comes, and again when a task closes while the record waits
 * <tr><td>{@link #group}<td>stream thread<td>as {@code bytes}
 * <tr><td>{@link #waiting}<td>stream thread<td>after each change of the number of waiting records
 * <tr><td>{@link #apply}<td>stream thread, or its work thread<td>when the batch is due by {@link BatchLimits}, and
 *     before each commit
 * <tr><td>{@link #close}<td>stream thread<td>once, after the last {@code apply} has returned
 * </table>
 *
 * <p><b>Results.</b> {@code apply} returns exactly one result for each record, in the order of the records, made by
 * {@link Waiting#to}. A record that cannot be worked on is a result like any other, for another child. Each result is
 * forwarded on the stream thread, in order within its task, under the coordinates, headers and timestamp of its record.
 * All results of a task are forwarded before Kafka Streams commits the offsets of their records.
 *
 * <p><b>Failures.</b>
 *
 * <table>
 * <caption>What happens after an exception or error</caption>
 * <tr><th>Thrown by<th>Consequence
 * <tr><td>{@code apply}; also a wrong number of results
 * <td>Nothing of the batch is forwarded. All tasks of the thread fail with this exception, at once or, with overlap, at
 *     the next record, tick or commit. Until all of them are closed, {@code apply} is not called again: Kafka Streams
 *     flushes once more while it closes them. The thread ends, its transaction is aborted, and Kafka delivers all
 *     records again that were not committed.
 * <tr><td>a child while a result is forwarded
 * <td>The task of this record fails with the exception and forwards nothing more. Other tasks of the thread keep their
 *     results. A {@code TimeoutException} of Kafka becomes a {@code StreamsException}, because Kafka Streams would
 *     repeat the current record after it.
 * <tr><td>{@code bytes}, {@code group}, {@code waiting}<td>They must not throw. An exception fails the task that called.
 * <tr><td>{@code close}<td>The exception reaches Kafka Streams; the thread holds no batch any more.
 * </table>
 *
 * @param <V> value of the records
 */
public interface BatchWork<V> extends AutoCloseable {

    /**
     * A record that waits for its batch.
     *
     * @param coordinates topic, partition and offset of the record, as Kafka Streams gave them
     */
    record Waiting<V>(Record<byte[], V> record, RecordMetadata coordinates) {

        /** The result that leaves for a child in place of this record, under the same coordinates. */
        public Leaving to(String child, Record<byte[], ?> result) {
            return new Leaving(result, child, coordinates);
        }
    }

    /**
     * A result that leaves for a child of the node.
     *
     * @param coordinates of the record that it was made of
     */
    record Leaving(Record<byte[], ?> record, String child, RecordMetadata coordinates) {}

    /** The bytes of memory that a value holds while it waits; always the same for the same value. */
    long bytes(V value);

    /**
     * The group of a value; the batch is due by its number of records when one group is full. Compared by identity,
     * always the same for the same value.
     */
    default Object group(V value) {
        return BatchWork.class;
    }

    /** Reports how many records and bytes of this stream thread wait or are worked on. */
    void waiting(int records, long bytes);

    /**
     * Makes one result of each record.
     *
     * @param batch at least one record; read-only, and reused after the return
     */
    List<Leaving> apply(List<Waiting<V>> batch, FlushReason reason);

    @Override
    void close();
}
