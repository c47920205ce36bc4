package io.elbowatch.stream.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Reads when the oldest images that wait were produced. Used by one thread. */
final class OldestImages implements AutoCloseable {
    /** Of all partitions together: a measurement must not grow with the number of those that lag. */
    static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final Consumer<byte[], byte[]> reader;
    private final LongSupplier nanos;

    /** @param reader closed with it */
    OldestImages(Consumer<byte[], byte[]> reader, LongSupplier nanos) {
        this.reader = reader;
        this.nanos = nanos;
    }

    /** As {@link LagWatch.Offsets#produced}. */
    Map<TopicPartition, OptionalLong> produced(Map<TopicPartition, LagWatch.Range> ranges) {
        Map<TopicPartition, OptionalLong> produced = new HashMap<>();
        Set<TopicPartition> left = new HashSet<>(ranges.keySet());
        // The time may be too short for the last ones, which should not always be the same.
        List<TopicPartition> order = new ArrayList<>(ranges.keySet());
        Collections.shuffle(order);
        reader.assign(order);
        ranges.forEach((partition, range) -> reader.seek(partition, range.committed()));
        long deadline = nanos.getAsLong() + TIMEOUT.toNanos();
        try {
            for (long rest = TIMEOUT.toNanos(); rest > 0 && !left.isEmpty(); rest = deadline - nanos.getAsLong()) {
                // A poll that meets transaction markers alone returns at once without a record; images may follow.
                ConsumerRecords<byte[], byte[]> records = reader.poll(Duration.ofNanos(rest));
                records.nextOffsets().forEach((partition, next) -> {
                    List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
                    if (!read.isEmpty()
                            || next.offset() >= ranges.get(partition).end()) {
                        note(partition, read, produced);
                        left.remove(partition);
                        reader.pause(List.of(partition));
                    }
                });
            }
        } finally {
            reader.unsubscribe();
        }
        return produced;
    }

    private static void note(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> read,
            Map<TopicPartition, OptionalLong> produced) {
        if (read.isEmpty()) {
            produced.put(partition, OptionalLong.empty());
        } else if (read.get(0).timestamp() >= 0) { // A producer may send a negative timestamp.
            produced.put(partition, OptionalLong.of(read.get(0).timestamp()));
        }
    }

    @Override
    public void close() {
        reader.close(CloseOptions.timeout(Duration.ZERO));
    }
}
