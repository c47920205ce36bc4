package io.elbowatch.stream.monitor;

import io.elbowatch.stream.flow.InputReads;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.stream.Collectors.toMap;

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
    /** A broker that is slow to learn names the topic before for a while. */
    private static final long DOUBT_NANOS = 5_000_000_000L;

    private final String topic;
    private final LostImages lost;
    private final Supplier<Optional<Uuid>> lookup;
    private final LongSupplier nanos;
    private final Map<Integer, Read> reads = new ConcurrentHashMap<>();
    private final TaskStarts starts;
    private volatile Optional<Uuid> known = Optional.empty();
    private final Set<Uuid> replaced = new HashSet<>(); // ids that were known before
    private final Map<Uuid, Long> doubtedSince = new HashMap<>(); // nanoseconds
    private boolean answered; // whether the last lookup found the topic
    private long nextLookupNanos;

    /**
     * @param id of the topic that the offsets belong to
     * @param next the first offset that is not read yet
     * @param handedOn the offset behind the last image that Kafka Streams got; deleted ones it does not get
     * @param committed the last offset that was to be committed
     * @param before the topic that was read before, until an offset of this one is committed
     */
    private record Read(TopicTracker reader, Uuid id, long next, long handedOn, long committed, Optional<Uuid> before) {

        Read reached(long offset, long handed) {
            return new Read(reader, id, offset, Math.max(handedOn, handed), committed, before);
        }

        Read committing(long offset) {
            return isStillBefore(offset) ? this : new Read(reader, id, next, handedOn, offset, Optional.empty());
        }

        /** An offset that was not read yet in this topic: Kafka Streams has not got an image of it so far. */
        boolean isStillBefore(long offset) {
            return before.isPresent() && offset > next;
        }

        Uuid idOf(long offset) {
            return isStillBefore(offset) ? before.get() : id;
        }
    }

    /**
     * Where a consumer begins to read a partition.
     *
     * @param topic empty where no broker says its id
     * @param next the first offset to be read
     * @param again whether the committed offset is one of another topic, so that the consumer must go to the beginning
     * @param chosen whether somebody else has committed the offset, such as {@code kafka-consumer-groups --reset-offsets}
     */
    record Start(Optional<Uuid> topic, long next, boolean again, boolean chosen) {}

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
        this.starts = new TaskStarts(topic, lost.observer());
    }

    /**
     * Offsets that are about to be committed, each with the topic that it was read in, and without the epoch of its leader.
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

    /** What the tasks see of the reads of all input topics. */
    public static InputReads together(List<ImageReads> all) {
        Map<String, ImageReads> byTopic = all.stream().collect(toMap(ImageReads::topic, reads -> reads));
        return new InputReads() {
            @Override
            public Optional<Uuid> topic(TopicPartition partition, long offset) {
                return Optional.ofNullable(byTopic.get(partition.topic()).reads.get(partition.partition()))
                        .map(read -> read.idOf(offset));
            }

            @Override
            public OptionalLong begin(TopicPartition partition, Uuid topic, long results) {
                ImageReads reads = byTopic.get(partition.topic());
                return reads == null
                        ? OptionalLong.of(results) // a topic that is not read at present
                        : reads.starts.begin(partition.partition(), topic, results);
            }
        };
    }

    String topic() {
        return topic;
    }

    LostImages lost() {
        return lost;
    }

    /** Where the tasks begin to read the topic. */
    TaskStarts starts() {
        return starts;
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
            } else if (answered && replaced.contains(found.get())) {
                answered = false; // by a broker that does not know yet
            } else if (answered) {
                nextLookupNanos = nanos.getAsLong() + FRESH_NANOS;
                if (known.isPresent() && !known.equals(found)) {
                    LOG.warn(
                            "topic {} was deleted and made anew id={} before={}; it is read from its beginning",
                            topic,
                            found.get(),
                            known.get());
                    replaced.add(known.get());
                }
                known = found;
            }
        }
        return known;
    }

    /**
     * Where to begin, by the committed offset of a partition.
     *
     * @param committed null where there is none
     * @throws TimeoutException where it is not certain yet whether the offset is one of the present topic; Kafka Streams asks
     *     again
     */
    synchronized Start start(OffsetAndMetadata committed) {
        Optional<Uuid> now = lookUp();
        if (committed == null) {
            return new Start(now, 0, false, false);
        }
        Optional<Uuid> its = TopicStamp.of(committed);
        boolean again = its.isPresent() && !its.equals(now);
        if (again && !isOfBefore(its.get())) {
            throw new TimeoutException("the offset " + committed.offset() + " was committed in a topic " + topic
                    + " with the id " + its.get() + "; that this is not the present one is not certain yet");
        }
        return new Start(now, again ? 0 : committed.offset(), again, its.isEmpty());
    }

    /** Whether the topic with this id, which is not the known one, is certain to be one of before. */
    private boolean isOfBefore(Uuid id) {
        if (replaced.contains(id)) {
            return true;
        }
        long since = doubtedSince.computeIfAbsent(id, first -> nanos.getAsLong());
        return answered && nanos.getAsLong() - since >= DOUBT_NANOS;
    }

    private OffsetAndMetadata stamped(int partition, OffsetAndMetadata offset) {
        Optional<Uuid> id = Optional.ofNullable(reads.get(partition))
                .map(read -> read.idOf(offset.offset()))
                .or(() -> known);
        reads.computeIfPresent(partition, (number, read) -> read.committing(offset.offset()));
        OffsetAndMetadata plain = TopicStamp.withoutEpoch(offset);
        return id.map(topicId -> TopicStamp.on(plain, topicId)).orElse(plain);
    }

    /**
     * A consumer begins to read a partition, of this topic or of another one than before. The first one that reads the new
     * topic counts what waited in the old one.
     */
    void begin(TopicTracker reader, int partition, Uuid id, long next) {
        Read last = reads.get(partition);
        boolean another = last != null && !last.id().equals(id);
        reads.put(
                partition, new Read(reader, id, next, next, next, another ? Optional.of(last.id()) : Optional.empty()));
        if (another && next == 0) {
            lost.recreated(partition, last.id(), last.next());
        }
    }

    /** Whether this consumer reads a partition of another topic of this name. */
    boolean isReadOfAnother(TopicTracker reader, int partition, Uuid id) {
        Read read = reads.get(partition);
        return read != null && read.reader() == reader && !read.id().equals(id);
    }

    /** Whether all that Kafka Streams got of a partition was to be committed: it has no image of it any more. */
    boolean isCommitted(int partition) {
        Read read = reads.get(partition);
        return read == null || read.committed() >= read.handedOn();
    }

    /** A consumer is at this offset. @param handedOn as far as Kafka Streams gets what it read; 0 where it gets nothing */
    void reached(TopicTracker reader, int partition, Uuid id, long next, long handedOn) {
        reads.compute(
                partition,
                (number, read) ->
                        read == null || read.reader() != reader || !read.id().equals(id)
                                ? new Read(reader, id, next, handedOn, 0, Optional.empty())
                                : read.reached(next, handedOn));
    }

    /** This consumer has the partition no more. Another one of this process may have it. */
    void forget(TopicTracker reader, int partition) {
        reads.computeIfPresent(partition, (number, read) -> read.reader() == reader ? null : read);
    }
}
