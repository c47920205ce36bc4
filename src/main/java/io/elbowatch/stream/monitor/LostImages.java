package io.elbowatch.stream.monitor;

import io.elbowatch.stream.flow.LossReason;
import io.elbowatch.stream.flow.ScoringObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs images that were deleted before they were read. A consumer that skips offsets may have skipped
 * transaction markers or what compaction removed; only what lies below the beginning of the partition is lost. Each
 * offset counts once, also when it is skipped again after a rebalance.
 */
public final class LostImages {
    private static final Logger LOG = LoggerFactory.getLogger(LostImages.class);
    /** A topic, and the one that it took the place of. */
    private static final int REMEMBERED_TOPICS = 2;

    private final String topic;
    private final ScoringObserver observer;
    private final Queue<Skip> skipped = new ConcurrentLinkedQueue<>();
    private final List<Skip> unjudged = new ArrayList<>(); // used by the measuring thread alone
    private final Map<Integer, Skip> counted = new TreeMap<>(); // used by the measuring thread alone
    private final Map<Uuid, Map<Integer, LagWatch.Range>> measured = new LinkedHashMap<>(); // guarded by this

    /** Offsets that a consumer did not get, the last one exclusive. */
    private record Skip(int partition, long from, long to) {

        long overlap(Skip other) {
            return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
        }
    }

    public LostImages(String topic, ScoringObserver observer) {
        this.topic = topic;
        this.observer = observer;
    }

    ScoringObserver observer() {
        return observer;
    }

    /** A consumer got offset {@code to} after {@code from - 1}. May be called by any thread. */
    void skipped(int partition, long from, long to) {
        skipped.add(new Skip(partition, from, to));
    }

    /**
     * A partition's topic was replaced by another one. What waited in the old one is lost, as far as the last
     * measurement knew of it. May be called by any thread.
     *
     * @param next the first offset of the old topic that was not read
     */
    void recreated(int partition, Uuid old, long next) {
        LagWatch.Range last;
        synchronized (this) {
            last = measured.getOrDefault(old, Map.of()).get(partition);
        }
        if (last != null && last.end() > next) {
            lost(LossReason.RECREATED, partition, next, last.end(), last.end() - next);
        }
    }

    /** Call this before the beginnings of the partitions are read: they must be newer than the skips. */
    void collect() {
        for (Skip skip = skipped.poll(); skip != null; skip = skipped.poll()) {
            unjudged.add(skip);
        }
    }

    /** Judges the collected skips. */
    void judge(Uuid id, Map<Integer, LagWatch.Range> ranges) {
        remember(id, ranges);
        for (Skip skip : unjudged) {
            LagWatch.Range range = ranges.get(skip.partition());
            if (range == null) {
                continue;
            }
            Skip gone = new Skip(skip.partition(), skip.from(), Math.min(skip.to(), range.begin()));
            Skip before = counted.getOrDefault(skip.partition(), new Skip(skip.partition(), 0, 0));
            long images = gone.to() - gone.from() - gone.overlap(before);
            if (gone.to() > gone.from() && images > 0) {
                counted.put(skip.partition(), gone);
                lost(LossReason.RETENTION, skip.partition(), gone.from(), gone.to(), images);
            }
        }
        unjudged.clear();
    }

    private synchronized void remember(Uuid id, Map<Integer, LagWatch.Range> ranges) {
        if (measured.put(id, Map.copyOf(ranges)) == null) {
            counted.clear();
            Iterator<Uuid> oldest = measured.keySet().iterator();
            while (measured.size() > REMEMBERED_TOPICS) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    private void lost(LossReason reason, int partition, long from, long to, long images) {
        observer.lost(reason, images);
        LOG.warn(
                "images lost count={} topic={} partition={} from={} to={} reason={}",
                images,
                topic,
                partition,
                from,
                to - 1,
                reason.label());
    }
}
