package io.elbowatch.stream.monitor;

import io.elbowatch.stream.flow.InputReads;
import io.elbowatch.stream.flow.ScoringObserver;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the tasks of this process begin to read one input topic, and where their consumers have to go because results are
 * ahead of the committed offset (docs/decisions/0069). Used by many threads.
 */
final class TaskStarts {
    private static final Logger LOG = LoggerFactory.getLogger(TaskStarts.class);

    private final String topic;
    private final ScoringObserver observer;
    private final Map<Integer, Started> starts = new ConcurrentHashMap<>();
    private final Map<Integer, GoOn> goOn = new ConcurrentHashMap<>(); // partitions that have to be read from an offset

    private record Started(TopicTracker reader, ImageReads.Start start) {}

    /** Where a consumer has to go to, and nobody else. @param topic to which the offset belongs */
    record GoOn(TopicTracker reader, int partition, Uuid topic, long offset) {}

    TaskStarts(String topic, ScoringObserver observer) {
        this.topic = topic;
        this.observer = observer;
    }

    /** A task of this consumer begins to read a partition here. */
    void started(TopicTracker reader, int partition, ImageReads.Start start) {
        starts.put(partition, new Started(reader, start));
        goOn.remove(partition);
    }

    /** As {@link InputReads#begin}. */
    OptionalLong begin(int partition, Uuid its, long results) {
        Started started = starts.get(partition);
        if (started == null) {
            return OptionalLong.empty();
        }
        ImageReads.Start start = started.start();
        if (start.topic().isEmpty()) { // nobody can tell whether the offset is behind: to claim nothing is safe
            return start.next() < results ? OptionalLong.empty() : OptionalLong.of(results);
        }
        if (!start.topic().get().equals(its)) {
            return OptionalLong.empty();
        }
        if (start.next() >= results) {
            return OptionalLong.of(results);
        }
        if (start.chosen()) {
            LOG.info(
                    "images are scored again topic={} partition={} from={} to={}: their offset was set from outside",
                    topic,
                    partition,
                    start.next(),
                    results - 1);
            return OptionalLong.of(start.next());
        }
        LOG.warn(
                "committed offset is behind committed results topic={} partition={} offset={} results={}; reading goes on"
                        + " at the results. The coordinator of the group forgot commits, see docs/compatibility.md",
                topic,
                partition,
                start.next(),
                results);
        observer.offsetBehind();
        goOn.put(partition, new GoOn(started.reader(), partition, its, results));
        return OptionalLong.of(results);
    }

    /** Where this consumer has to go to; once. */
    List<GoOn> takeGoOn(TopicTracker reader) {
        if (goOn.isEmpty()) {
            return List.of();
        }
        List<GoOn> taken =
                goOn.values().stream().filter(one -> one.reader() == reader).toList();
        taken.forEach(one -> goOn.remove(one.partition(), one));
        return taken;
    }
}
