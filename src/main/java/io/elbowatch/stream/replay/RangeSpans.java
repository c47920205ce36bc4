package io.elbowatch.stream.replay;

import io.elbowatch.core.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The offsets of a range by partition, fixed once. What is not committed yet is no part of it; empty partitions are left
 * out.
 *
 * @param spans first and first after the last
 * @param gaps what is known to be deleted, one sentence for each partition
 */
record RangeSpans(Map<Integer, long[]> spans, List<String> gaps) {

    static RangeSpans find(Consumer<byte[], byte[]> consumer, String topic, TopicBounds bounds, Duration timeout) {
        List<TopicPartition> partitions = partitions(consumer, topic, bounds, timeout);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, timeout);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout); // of what is committed
        Map<TopicPartition, Long> firsts = new HashMap<>(begins);
        Map<TopicPartition, Long> afters = new HashMap<>(ends);
        List<String> gaps = new ArrayList<>();
        if (bounds instanceof TopicBounds.Times times) {
            firsts.putAll(at(consumer, partitions, times.from(), ends, begins, timeout));
            afters.putAll(at(consumer, partitions, times.to(), ends, ends, timeout));
        } else if (bounds instanceof TopicBounds.Offsets offsets) {
            for (TopicPartition partition : partitions) {
                TopicBounds.Span span = offsets.spans().get(partition.partition());
                firsts.put(partition, Math.max(span.first(), begins.get(partition)));
                span.last().ifPresent(last -> afters.merge(partition, last + 1, Math::min));
                long deleted =
                        Math.min(begins.get(partition), span.last().orElse(Long.MAX_VALUE - 1) + 1) - span.first();
                if (deleted > 0) {
                    gaps.add(deleted + " offsets of partition " + partition.partition() + " of " + topic
                            + " are deleted: it begins at " + begins.get(partition));
                }
            }
        }
        Map<Integer, long[]> spans = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            long first = firsts.get(partition);
            long after = afters.get(partition);
            if (first < after) {
                spans.put(partition.partition(), new long[] {first, after});
            }
            if (bounds instanceof TopicBounds.Times && begins.get(partition) > 0 && first == begins.get(partition)) {
                gaps.add("partition " + partition.partition() + " of " + topic + " begins at offset " + first
                        + ", within the range: earlier records may be deleted");
            }
        }
        return new RangeSpans(spans, gaps);
    }

    private static List<TopicPartition> partitions(
            Consumer<byte[], byte[]> consumer, String topic, TopicBounds bounds, Duration timeout) {
        List<Integer> found = numbers(consumer, topic, timeout);
        if (found.isEmpty()) {
            throw new Refusal(
                    "there is no topic " + topic + " (or this user may not see it)",
                    "name another topic, or grant this user the ACLs READ and DESCRIBE on it");
        }
        if (bounds instanceof TopicBounds.Offsets offsets) {
            for (int partition : offsets.spans().keySet()) {
                if (!found.contains(partition)) {
                    throw new Refusal(
                            "the topic " + topic + " has no partition " + partition + ", only " + found.size(),
                            "give other --offsets");
                }
            }
            found = List.copyOf(offsets.spans().keySet());
        }
        return found.stream().map(number -> new TopicPartition(topic, number)).toList();
    }

    private static List<Integer> numbers(Consumer<byte[], byte[]> consumer, String topic, Duration timeout) {
        try {
            List<PartitionInfo> infos = consumer.partitionsFor(topic, timeout);
            return infos == null
                    ? List.of()
                    : infos.stream().map(PartitionInfo::partition).sorted().toList();
        } catch (UnknownTopicOrPartitionException e) {
            return List.of();
        }
    }

    /** The first offsets at or after a time; the ends where all records are earlier. */
    private static Map<TopicPartition, Long> at(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            OptionalLong millis,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> withoutTime,
            Duration timeout) {
        if (millis.isEmpty()) {
            return withoutTime;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, millis.getAsLong())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, timeout);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> {
            OffsetAndTimestamp first = found.get(partition);
            offsets.put(partition, first == null ? ends.get(partition) : Math.min(first.offset(), ends.get(partition)));
        });
        return offsets;
    }

    long offsets() {
        return spans.values().stream().mapToLong(span -> span[1] - span[0]).sum();
    }

    /** The first offset of each partition. */
    Map<TopicPartition, Long> begins(String topic) {
        return of(topic, 0);
    }

    /** The first offset after each partition's part; may be changed. */
    Map<TopicPartition, Long> ends(String topic) {
        return of(topic, 1);
    }

    private Map<TopicPartition, Long> of(String topic, int which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        spans.forEach((partition, span) -> offsets.put(new TopicPartition(topic, partition), span[which]));
        return offsets;
    }
}
