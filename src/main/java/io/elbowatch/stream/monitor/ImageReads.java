package io.elbowatch.stream.monitor;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the consumers of this process have read of one input topic, and which topic of that name it was: a consumer
 * keeps its offset when a topic is deleted and made anew. Used by many threads.
 */
public final class ImageReads {
    private static final Logger LOG = LoggerFactory.getLogger(ImageReads.class);
    /** A topic is not deleted, made anew, filled and read within this time. */
    private static final long FRESH_NANOS = 200_000_000L;
    /** The stream must not wait for a cluster that does not answer. */
    private static final long RETRY_NANOS = 5_000_000_000L;
    /** Within this time all partitions of a topic that was made anew have been assigned again. */
    private static final long REBALANCE_NANOS = 300_000_000_000L;

    private final String topic;
    private final LostImages lost;
    private final Supplier<Optional<Uuid>> lookup;
    private final LongSupplier nanos;
    private final Map<Integer, Read> reads = new ConcurrentHashMap<>();
    private volatile long changedNanos; // 0 while the topic is the first one
    private volatile Optional<Uuid> known = Optional.empty();
    private long nextLookupNanos;

    /** The first offset that is not read yet. */
    private record Read(Uuid id, long next) {}

    /** @param lookup the topic's id, {@link Uuid#ZERO_UUID} where it is gone, empty where the cluster does not answer */
    public ImageReads(String topic, LostImages lost, Supplier<Optional<Uuid>> lookup) {
        this(topic, lost, lookup, System::nanoTime);
    }

    ImageReads(String topic, LostImages lost, Supplier<Optional<Uuid>> lookup, LongSupplier nanos) {
        this.topic = topic;
        this.lost = lost;
        this.lookup = lookup;
        this.nanos = nanos;
        this.nextLookupNanos = nanos.getAsLong();
    }

    String topic() {
        return topic;
    }

    LostImages lost() {
        return lost;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /** The topic's id when it was last looked up. */
    Optional<Uuid> known() {
        return known;
    }

    /** Looks the topic's id up, unless that was done just now. */
    synchronized Optional<Uuid> lookUp() {
        if (nanos.getAsLong() - nextLookupNanos >= 0) {
            Optional<Uuid> found = lookup.get();
            if (found.isEmpty()) {
                nextLookupNanos = nanos.getAsLong() + RETRY_NANOS;
            } else if (!found.get().equals(Uuid.ZERO_UUID)) {
                nextLookupNanos = nanos.getAsLong() + FRESH_NANOS;
                if (known.isPresent() && !known.equals(found)) {
                    LOG.warn(
                            "topic {} was deleted and made anew id={} before={}; it is read from its beginning",
                            topic,
                            found.get(),
                            known.get());
                    changedNanos = nanos.getAsLong();
                }
                known = found;
            }
        }
        return known;
    }

    /**
     * Whether a committed offset is one of the topic before: a rebalance commits once more, also when the topic has just
     * been made anew. Such an offset is not below the last one that was committed in the topic before. A lower one is of
     * this topic: another instance committed it.
     */
    boolean stale(int partition, Uuid id, long committed) {
        Read before = reads.get(partition);
        return before != null && !before.id().equals(id)
                ? committed >= lost.committedBefore(id, partition).orElse(0) && committed <= before.next()
                : changedNanos != 0
                        && nanos.getAsLong() - changedNanos < REBALANCE_NANOS
                        && lost.waitedBefore(id, partition, committed);
    }

    /**
     * A consumer begins to read a partition, of this topic or of another one than before. The first one that reads the new
     * topic counts what waited in the old one.
     */
    void begin(int partition, Uuid id, long next) {
        Read before = reads.put(partition, new Read(id, next));
        if (before != null && !before.id().equals(id) && next == 0) {
            lost.recreated(partition, before.id(), before.next());
        }
    }

    /** A consumer read up to this offset, exclusive. */
    void reached(int partition, Uuid id, long next) {
        reads.put(partition, new Read(id, next));
    }

    /** Another instance has the partition now. */
    void forget(int partition) {
        reads.remove(partition);
    }
}
