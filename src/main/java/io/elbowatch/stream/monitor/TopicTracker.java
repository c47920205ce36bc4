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
        Optional<Uuid> now = reads.lookUp();
        if (id.isEmpty()) {
            id = now;
        }
        for (TopicPartition partition : own) {
            OffsetAndMetadata committed = offsets.get(partition);
            long offset = committed == null ? 0 : committed.offset();
            if (committed == null) {
                next.remove(partition);
            } else {
                next.put(partition, offset);
            }
            if (now.isPresent()) {
                if (committed != null && reads.stale(committed)) {
                    startAgain.add(partition);
                    next.put(partition, 0L);
                    offset = 0;
                }
                reads.begin(this, partition.partition(), now.get(), offset);
            }
        }
    }

    /** Call this before the consumer polls. */
    void prepare(Consumer<byte[], byte[]> consumer) {
        if (!startAgain.isEmpty()) {
            startAgain.retainAll(consumer.assignment());
            seekToBeginning(consumer, startAgain);
            startAgain.clear();
        }
    }

    /** Follows what the consumer got. @return the partitions that have to be read from their beginning first */
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
        boolean another = id.isPresent() && known.isPresent() && !id.equals(known);
        Set<TopicPartition> again = another ? startAgain(consumer, known.get()) : Set.of();
        id = known;
        partitions.stream()
                .filter(partition -> !again.contains(partition))
                .forEach(partition -> follow(partition, records.records(partition)));
        if (nowNanos - positionsAtNanos > POSITIONS_NANOS) {
            positionsAtNanos = nowNanos;
            followPositions(consumer);
        }
        return again;
    }

    private List<TopicPartition> ofTopic(Set<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(reads.topic()))
                .toList();
    }

    /** A partition that was assigned since the topic was made anew is read from the right offset already. */
    private Set<TopicPartition> startAgain(Consumer<byte[], byte[]> consumer, Uuid topic) {
        Set<TopicPartition> again = ofTopic(consumer.assignment()).stream()
                .filter(partition -> !reads.isRead(this, partition.partition(), topic))
                .collect(Collectors.toSet());
        for (TopicPartition partition : again) {
            next.put(partition, 0L);
            reads.begin(this, partition.partition(), topic, 0);
        }
        seekToBeginning(consumer, again);
        return again;
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

    private void follow(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
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
        reached(partition, last + 1);
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
                    reached(partition, position);
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

    private void reached(TopicPartition partition, long offset) {
        next.put(partition, offset);
        id.ifPresent(topic -> reads.reached(this, partition.partition(), topic, offset));
    }
}
