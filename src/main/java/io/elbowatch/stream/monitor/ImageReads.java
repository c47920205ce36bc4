package io.elbowatch.stream.monitor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
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

    private final String topic;
    private final LostImages lost;
    private final Supplier<Optional<Uuid>> lookup;
    private final LongSupplier nanos;
    private final Map<Integer, Read> reads = new ConcurrentHashMap<>();
    private final Map<Integer, Read> before = new ConcurrentHashMap<>(); // in the topic before
    private volatile Optional<Uuid> known = Optional.empty();
    private boolean answered; // whether the last lookup found the topic
    private long nextLookupNanos;

    /** @param next the first offset that is not read yet */
    private record Read(TopicTracker reader, Uuid id, long next) {}

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

    /**
     * Offsets that are about to be committed, each with the topic that it was read in.
     *
     * @param reads of all input topics
     */
    public static Map<TopicPartition, OffsetAndMetadata> stamped(
            List<ImageReads> reads, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> stamped = new HashMap<>(offsets);
        for (ImageReads topic : reads) {
            stamped.replaceAll((partition, offset) ->
                    partition.topic().equals(topic.topic) ? topic.stamped(partition.partition(), offset) : offset);
        }
        return stamped;
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
            answered = found.isPresent() && !found.get().equals(Uuid.ZERO_UUID);
            if (found.isEmpty()) {
                nextLookupNanos = nanos.getAsLong() + RETRY_NANOS;
            } else if (answered) {
                nextLookupNanos = nanos.getAsLong() + FRESH_NANOS;
                if (known.isPresent() && !known.equals(found)) {
                    LOG.warn(
                            "topic {} was deleted and made anew id={} before={}; it is read from its beginning",
                            topic,
                            found.get(),
                            known.get());
                }
                known = found;
            }
        }
        return known;
    }

    /**
     * Whether a committed offset is one of another topic of this name: the rebalance after a topic was made anew commits
     * once more in the topic before.
     *
     * @throws TimeoutException where the cluster does not say which topic there is; Kafka Streams asks again
     */
    synchronized boolean stale(OffsetAndMetadata committed) {
        Optional<Uuid> its = TopicStamp.of(committed);
        Optional<Uuid> now = lookUp();
        if (its.isEmpty() || now.isEmpty() || its.equals(now)) {
            return false;
        }
        if (!answered) {
            throw new TimeoutException("the offset " + committed.offset() + " was committed in a topic " + topic
                    + " with the id " + its.get() + "; which one there is now, no broker says yet");
        }
        return true;
    }

    private OffsetAndMetadata stamped(int partition, OffsetAndMetadata offset) {
        Read now = reads.get(partition);
        Read old = before.get(partition);
        // Until the first image of a topic that was made anew is scored, the offset is still one of the topic before.
        boolean isOld = now != null && old != null && offset.offset() > now.next() && offset.offset() <= old.next();
        return Optional.ofNullable(isOld ? old : now)
                .map(Read::id)
                .or(() -> known)
                .map(id -> TopicStamp.on(offset, id))
                .orElse(offset);
    }

    /**
     * A consumer begins to read a partition, of this topic or of another one than before. The first one that reads the new
     * topic counts what waited in the old one.
     */
    void begin(TopicTracker reader, int partition, Uuid id, long next) {
        Read last = reads.put(partition, new Read(reader, id, next));
        if (last != null && !last.id().equals(id)) {
            before.put(partition, last);
            if (next == 0) {
                lost.recreated(partition, last.id(), last.next());
            }
        }
    }

    /** Whether this consumer reads a partition of the topic with this id. */
    boolean isRead(TopicTracker reader, int partition, Uuid id) {
        Read read = reads.get(partition);
        return read != null && read.reader() == reader && read.id().equals(id);
    }

    /** A consumer read up to this offset, exclusive. */
    void reached(TopicTracker reader, int partition, Uuid id, long next) {
        reads.put(partition, new Read(reader, id, next));
    }

    /** This consumer has the partition no more. Another one of this process may have it. */
    void forget(TopicTracker reader, int partition) {
        reads.computeIfPresent(partition, (number, read) -> read.reader() == reader ? null : read);
        before.computeIfPresent(partition, (number, read) -> read.reader() == reader ? null : read);
    }
}
