package io.elbowatch.stream.lookup;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads spans of partitions until they end, the reader has enough, or a limit is reached. Used by one thread. */
final class ReadPass {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final ReadLimits limits;
    private long begunNanos = System.nanoTime();
    private long records;
    private long bytes;

    ReadPass(Consumer<byte[], byte[]> consumer, ReadLimits limits) {
        this.consumer = consumer;
        this.limits = limits;
    }

    /** The offsets of one partition. @param first to be read @param after first that is not read */
    record Span(long first, long after) {

        long size() {
            return Math.max(0, after - first);
        }
    }

    /**
     * Reads partitions in parallel, each in order.
     *
     * @param enough takes each record; true ends the reading
     * @return whether all was read, or the reader has enough
     */
    boolean read(Map<TopicPartition, Span> spans, Predicate<ConsumerRecord<byte[], byte[]>> enough) {
        Map<TopicPartition, Span> left = new HashMap<>(spans);
        left.values().removeIf(span -> span.size() == 0);
        consumer.assign(left.keySet());
        consumer.resume(left.keySet());
        left.forEach((partition, span) -> consumer.seek(partition, span.first()));
        while (!left.isEmpty()) {
            if (isSpent()) {
                return false;
            }
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Span span = left.get(new TopicPartition(record.topic(), record.partition()));
                    if (span == null || record.offset() >= span.after()) {
                        continue; // delivered with others, a fetch at most
                    }
                    records++;
                    bytes += size(record);
                    if (enough.test(record)) {
                        return true;
                    }
                }
            } catch (OffsetOutOfRangeException deleted) { // by retention, since the span was determined
                consumer.seekToBeginning(deleted.partitions());
            }
            Set<TopicPartition> done = left.keySet().stream()
                    .filter(partition ->
                            consumer.position(partition) >= left.get(partition).after())
                    .collect(Collectors.toSet());
            if (!done.isEmpty()) {
                left.keySet().removeAll(done);
                consumer.pause(done);
            }
        }
        return true;
    }

    /** Reads as above to the end. Returns how many offsets were read; markers of transactions take offsets, too. */
    long offsets(Map<TopicPartition, Span> spans, Predicate<ConsumerRecord<byte[], byte[]>> taker) {
        long before = records;
        return read(spans, taker)
                ? spans.values().stream().mapToLong(Span::size).sum()
                : records - before;
    }

    /** Leaves more time, as for what was no reading. */
    void extend(long nanos) {
        begunNanos += nanos;
    }

    /** Whether a limit is reached. */
    boolean isSpent() {
        return records >= limits.records()
                || bytes >= limits.bytes()
                || System.nanoTime() - begunNanos >= limits.time().toNanos();
    }

    /** The share of this many offsets that was read: 1 for all; markers of transactions take offsets, too. */
    double shareOf(long offsets, boolean complete) {
        return complete ? 1 : Math.max(1, Math.min(records, offsets - 1)) / (double) offsets;
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return (record.key() == null ? 0 : record.key().length) + (record.value() == null ? 0 : record.value().length);
    }
}
