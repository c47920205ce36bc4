package io.elbowatch.stream.monitor;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the offsets that one consumer gets of one input topic, from the committed offset on. It reports what is
 * skipped, and starts at the beginning of a topic that was made anew. Used by the consumer's thread.
 */
final class TopicTracker {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTracker.class);
    /** A new topic takes longer than that until its first image arrives. */
    private static final long SILENCE_NANOS = 50_000_000L;

    private static final long POSITIONS_NANOS = 1_000_000_000L;

    private final ImageReads reads;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Set<TopicPartition> startAgain = new HashSet<>();
    /** Of a topic that was made anew: Kafka Streams still has images of the one before. */
    private final Set<TopicPartition> waiting = new HashSet<>();
    /** At their beginning, and nothing is read yet. */
    private final Set<TopicPartition> fresh = new HashSet<>();

    private Optional<Uuid> id = Optional.empty();
    private long readAtNanos;
    private long positionsAtNanos;

    TopicTracker(ImageReads reads) {
        this.reads = reads;
        this.readAtNanos = reads.nanos();
        this.positionsAtNanos = readAtNanos;
    }

    String topic() {
        return reads.topic();
    }

    /** Kafka Streams read the offsets at which a task starts. */
    void committed(Set<TopicPartition> asked, Map<TopicPartition, OffsetAndMetadata> offsets) {
        List<TopicPartition> own = ofTopic(asked);
        if (own.isEmpty()) {
            return;
        }
        for (TopicPartition partition : own) {
            OffsetAndMetadata committed = offsets.get(partition);
            ImageReads.Start start = reads.start(committed);
            reads.starts().started(this, partition.partition(), start);
            waiting.remove(partition);
            fresh.remove(partition);
            if (committed == null) {
                next.remove(partition);
            } else {
                next.put(partition, start.next());
            }
            if (start.again()) {
                startAgain.add(partition);
            }
            start.topic().ifPresent(topic -> {
                if (id.isEmpty()) {
                    id = start.topic();
                }
                reads.begin(this, partition.partition(), topic, start.next());
            });
        }
    }

    /** Call this before the consumer polls. */
    void prepare(Consumer<byte[], byte[]> consumer) {
        if (!startAgain.isEmpty()) {
            startAgain.retainAll(consumer.assignment());
            seekToBeginning(consumer, startAgain);
            startAgain.clear();
        }
        reads.starts().takeGoOn(this).forEach(one -> goOn(consumer, one));
    }

    /** Goes to where the results of a partition end, if it is still this consumer's. */
    private void goOn(Consumer<byte[], byte[]> consumer, TaskStarts.GoOn one) {
        TopicPartition partition = new TopicPartition(reads.topic(), one.partition());
        if (consumer.assignment().contains(partition)) {
            consumer.seek(partition, one.offset());
            next.put(partition, one.offset());
            reads.begin(this, one.partition(), one.topic(), one.offset());
        }
    }

    /** Follows what the consumer got. @return the partitions whose records Kafka Streams must not get */
    Set<TopicPartition> follow(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        List<TopicPartition> partitions = ofTopic(records.partitions());
        long nowNanos = reads.nanos();
        if (!partitions.isEmpty()) {
            if (nowNanos - readAtNanos > SILENCE_NANOS || goesBack(partitions, records)) {
                reads.lookUp();
            }
            readAtNanos = nowNanos;
        }
        Optional<Uuid> known = reads.known();
        if (id.isPresent() && known.isPresent() && !id.equals(known)) {
            waitWith(consumer, known.get());
        }
        id = known;
        Set<TopicPartition> withheld = Set.copyOf(waiting);
        restart(consumer);
        partitions.stream()
                .filter(partition -> !withheld.contains(partition))
                .forEach(partition -> follow(partition, records));
        if (nowNanos - positionsAtNanos > POSITIONS_NANOS) {
            positionsAtNanos = nowNanos;
            followPositions(consumer);
        }
        return withheld;
    }

    private List<TopicPartition> ofTopic(Set<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(reads.topic()))
                .toList();
    }

    /** A partition that was assigned since the topic was made anew is read from the right offset already. */
    private void waitWith(Consumer<byte[], byte[]> consumer, Uuid topic) {
        for (TopicPartition partition : ofTopic(consumer.assignment())) {
            if (reads.isReadOfAnother(this, partition.partition(), topic)) {
                waiting.add(partition);
                fresh.remove(partition);
                next.remove(partition);
            }
        }
    }

    /**
     * Goes to the beginning of partitions of which Kafka Streams has committed all that it got of the topic before. What
     * it committed after it had got images of both would be an offset of either.
     */
    private void restart(Consumer<byte[], byte[]> consumer) {
        if (waiting.isEmpty()) {
            return;
        }
        waiting.retainAll(consumer.assignment());
        Set<TopicPartition> done = waiting.stream()
                .filter(partition -> reads.isCommitted(partition.partition()))
                .collect(Collectors.toSet());
        seekToBeginning(consumer, done);
        waiting.removeAll(done);
        fresh.addAll(done);
    }

    /** Kafka takes an empty set for all partitions. */
    private static void seekToBeginning(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            consumer.seekToBeginning(partitions);
        }
    }

    private boolean goesBack(List<TopicPartition> partitions, ConsumerRecords<byte[], byte[]> records) {
        return partitions.stream()
                .anyMatch(partition -> records.records(partition).get(0).offset() < next.getOrDefault(partition, 0L));
    }

    private void follow(TopicPartition partition, ConsumerRecords<byte[], byte[]> all) {
        List<ConsumerRecord<byte[], byte[]>> records = all.records(partition);
        if (fresh.remove(partition)) {
            next.put(partition, 0L);
            id.ifPresent(topic -> reads.begin(this, partition.partition(), topic, 0));
        }
        long first = records.get(0).offset();
        long last = records.get(records.size() - 1).offset();
        long expected = next.getOrDefault(partition, first);
        if (first < expected) {
            // The offset was beyond the end: an unclean election of a leader cut the partition short.
            LOG.warn(
                    "images read again topic={} partition={} from={} instead_of={}",
                    partition.topic(),
                    partition.partition(),
                    first,
                    expected);
        }
        if (first != expected || last - first + 1 != records.size()) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                skip(partition, expected, record.offset());
                expected = record.offset() + 1;
            }
        }
        OffsetAndMetadata after = all.nextOffsets().get(partition); // behind markers of transactions
        reached(partition, after == null ? last + 1 : Math.max(last + 1, after.offset()), last + 1);
    }

    /** A consumer moves past what was deleted also where no image follows. */
    private void followPositions(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        for (Iterator<TopicPartition> each = next.keySet().iterator(); each.hasNext(); ) {
            TopicPartition partition = each.next();
            if (!assigned.contains(partition)) {
                each.remove();
                reads.forget(this, partition.partition());
            }
        }
        for (TopicPartition partition : Set.copyOf(next.keySet())) {
            position(consumer, partition).ifPresent(position -> {
                if (position > next.get(partition)) {
                    skip(partition, next.get(partition), position);
                    reached(partition, position, 0);
                }
            });
        }
    }

    private static Optional<Long> position(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        try {
            return Optional.of(consumer.position(partition, Duration.ZERO));
        } catch (TimeoutException e) {
            return Optional.empty(); // The consumer still asks the broker; the next second knows.
        }
    }

    private void skip(TopicPartition partition, long from, long to) {
        if (to > from) {
            reads.lost().skipped(partition.partition(), from, to);
        }
    }

    private void reached(TopicPartition partition, long offset, long handedOn) {
        next.put(partition, offset);
        id.ifPresent(topic -> reads.reached(this, partition.partition(), topic, offset, handedOn));
    }
}
