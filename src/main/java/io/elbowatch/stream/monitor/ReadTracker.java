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
 * Follows one consumer of all input topics, each topic by a {@link TopicTracker} of its own. What is withheld of a topic
 * that has to be read from its beginning leaves the images of the others. Used by the consumer's thread.
 */
final class ReadTracker {
    private final List<TopicTracker> topics;

    /** @param reads of each input topic */
    ReadTracker(List<ImageReads> reads) {
        topics = reads.stream().map(TopicTracker::new).toList();
    }

    /** Kafka Streams read the offsets at which a task starts. */
    void committed(Set<TopicPartition> asked, Map<TopicPartition, OffsetAndMetadata> offsets) {
        topics.forEach(topic -> topic.committed(asked, offsets));
    }

    /** Polls the consumer; returns nothing of a topic that has to be read from its beginning first. */
    ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
        topics.forEach(topic -> topic.prepare(consumer));
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        Set<String> withheld = topics.stream()
                .filter(topic -> !topic.follow(consumer, records))
                .map(TopicTracker::topic)
                .collect(Collectors.toSet());
        return withheld.isEmpty() ? records : without(withheld, records);
    }

    private static ConsumerRecords<byte[], byte[]> without(
            Set<String> withheld, ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            if (!withheld.contains(partition.topic())) {
                kept.put(partition, records.records(partition));
            }
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
        next.keySet().removeIf(partition -> withheld.contains(partition.topic()));
        return new ConsumerRecords<>(kept, next);
    }
}
