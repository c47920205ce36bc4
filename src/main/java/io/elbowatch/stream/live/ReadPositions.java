package io.elbowatch.stream.live;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition of the output topics has been read, with one consumer after another. A new partition is read
 * from some way before its end, another from where the last consumer ended. Used by one thread.
 */
final class ReadPositions {
    private static final long INCIDENTS_MILLIS = TimeUnit.HOURS.toMillis(24);

    private final Clock clock;
    private final Map<TopicPartition, Long> freshFrom = new HashMap<>();
    private final Map<TopicPartition, Long> readTo = new HashMap<>();

    ReadPositions(Clock clock) {
        this.clock = clock;
    }

    /** Sets the positions of new partitions. @param found all partitions that the consumer did not have before */
    void seek(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Output> found) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(found.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(found.keySet());
        Map<TopicPartition, Long> recent = new HashMap<>();
        found.forEach((partition, output) -> {
            if (output == Output.INCIDENTS) {
                recent.put(partition, clock.millis() - INCIDENTS_MILLIS);
            }
        });
        Map<TopicPartition, OffsetAndTimestamp> byTime = recent.isEmpty() ? Map.of() : consumer.offsetsForTimes(recent);
        found.forEach((partition, output) -> {
            long end = ends.get(partition);
            int partitions = (int) found.keySet().stream()
                    .filter(other -> other.topic().equals(partition.topic()))
                    .count();
            long from = end - output.back(partitions);
            if (output == Output.INCIDENTS) {
                OffsetAndTimestamp first = byTime.get(partition);
                from = Math.max(from, first == null ? end : first.offset());
            }
            from = Math.max(readTo.getOrDefault(partition, from), begins.get(partition));
            freshFrom.putIfAbsent(partition, end);
            consumer.seek(partition, Math.min(from, end));
        });
    }

    /** Whether a position is where the partition ended when its reading began, or beyond. */
    boolean caughtUp(TopicPartition partition, long position) {
        return position >= freshFrom.get(partition);
    }

    /** Notes that a record was read. @return whether it arrived after reading began */
    boolean read(TopicPartition partition, long offset) {
        readTo.put(partition, offset + 1);
        return offset >= freshFrom.get(partition);
    }
}
