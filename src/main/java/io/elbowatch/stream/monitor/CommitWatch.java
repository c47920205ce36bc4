package io.elbowatch.stream.monitor;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Since when images wait without a commit, in the partitions of this instance. Measured by one thread, read by many. */
final class CommitWatch {
    private final long maxMillis;
    private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(long committed, long sinceMillis, long images) {}

    /** @param maxMillis how long images may wait for the next commit */
    CommitWatch(long maxMillis) {
        this.maxMillis = maxMillis;
    }

    /** @param ranges of the partitions of this instance in which images wait */
    void follow(Map<Integer, LagWatch.Range> ranges, long nowMillis) {
        waiting.keySet().retainAll(ranges.keySet());
        ranges.forEach((partition, range) -> {
            Waiting before = waiting.get(partition);
            boolean moved = before == null || before.committed() != range.committed();
            waiting.put(
                    partition,
                    new Waiting(range.committed(), moved ? nowMillis : before.sinceMillis(), range.images()));
        });
    }

    /** Says for how long nothing could be committed; empty while commits are in time. */
    Optional<String> stalled(long nowMillis) {
        return new TreeMap<>(waiting)
                .entrySet().stream()
                        .filter(entry -> nowMillis - entry.getValue().sinceMillis() > maxMillis)
                        .findFirst()
                        .map(entry -> "no image of partition " + entry.getKey() + " was committed for "
                                + (nowMillis - entry.getValue().sinceMillis()) / 1000 + " s, "
                                + entry.getValue().images() + " wait");
    }
}
