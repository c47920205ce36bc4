package io.elbowatch.stream.monitor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows one consumer of all input topics, each topic by a {@link TopicTracker} of its own. What is withheld of
 * partitions that have to be read from their beginning leaves the images of the others. Used by the consumer's thread.
 */
final class ReadTracker {
    private final List<TopicTracker> topics;

    /** @param reads of each input topic */
    ReadTracker(List<ImageReads> reads) {
        topics = reads.stream().map(TopicTracker::new).toList();
    }

    /** Kafka Streams read the offsets at which a task starts. @return them as Kafka Streams committed them */
    Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> asked, Map<TopicPartition, OffsetAndMetadata> offsets) {
        topics.forEach(topic -> topic.committed(asked, offsets));
        Map<TopicPartition, OffsetAndMetadata> plain = new HashMap<>(offsets);
        plain.replaceAll((partition, offset) -> offset == null ? null : TopicStamp.without(offset));
        return plain;
    }

    /** Polls the consumer; returns nothing of a partition that has to be read from its beginning first. */
    ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
        topics.forEach(topic -> topic.prepare(consumer));
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        Set<TopicPartition> withheld = topics.stream()
                .flatMap(topic -> topic.follow(consumer, records).stream())
                .collect(Collectors.toSet());
        return withheld.isEmpty() ? records : without(withheld, records);
    }

    private static ConsumerRecords<byte[], byte[]> without(
            Set<TopicPartition> withheld, ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            if (!withheld.contains(partition)) {
                kept.put(partition, records.records(partition));
            }
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
        next.keySet().removeAll(withheld);
        return new ConsumerRecords<>(kept, next);
    }
}
