package io.elbowatch.stream.monitor;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** Since when images wait without a commit, in the partitions of this instance. Measured by one thread, read by many. */
final class CommitWatch {
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final long maxNanos;
    private final boolean severalTopics;
    private final Map<TopicPartition, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(long committed, long sinceNanos, long images) {}

    /**
     * @param maxMillis how long images may wait for the next commit
     * @param severalTopics whether a partition is named with its topic
     */
    CommitWatch(long maxMillis, boolean severalTopics) {
        this.maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMillis);
        this.severalTopics = severalTopics;
    }

    /** @param ranges of the partitions of this instance in which images wait */
    void follow(Map<TopicPartition, LagWatch.Range> ranges, long nowNanos) {
        waiting.keySet().retainAll(ranges.keySet());
        ranges.forEach((partition, range) -> {
            Waiting before = waiting.get(partition);
            boolean moved = before == null || before.committed() != range.committed();
            waiting.put(
                    partition, new Waiting(range.committed(), moved ? nowNanos : before.sinceNanos(), range.images()));
        });
    }

    /** Says for how long nothing could be committed; empty while commits are in time. */
    Optional<String> stalled(long nowNanos) {
        return waiting.entrySet().stream()
                .filter(entry -> nowNanos - entry.getValue().sinceNanos() > maxNanos)
                .min(Map.Entry.comparingByKey(BY_NAME))
                .map(entry -> "no image of partition " + name(entry.getKey()) + " was committed for "
                        + TimeUnit.NANOSECONDS.toSeconds(
                                nowNanos - entry.getValue().sinceNanos()) + " s, "
                        + entry.getValue().images() + " wait");
    }

    private String name(TopicPartition partition) {
        return partition.partition() + (severalTopics ? " of " + partition.topic() : "");
    }
}
