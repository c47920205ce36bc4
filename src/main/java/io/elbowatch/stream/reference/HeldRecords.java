package io.elbowatch.stream.reference;

import io.elbowatch.stream.intake.Claim;
import io.elbowatch.stream.reference.HeldPartition.Held;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one consumer between it and Kafka Streams. A record that refers to an image is handed on once its object is
 * here, and no record of its partition before it. What is held back is to Kafka Streams as if it were not read yet: the next
 * offset and the position of its partition are that of the first such record, so that no commit passes it, and it goes with
 * its partition. Used by the stream thread.
 */
public final class HeldRecords {
    /** How long an object that is here waits for its stream thread at most. */
    private static final Duration GLANCE = Duration.ofMillis(5);

    private final References references;
    private final Function<ConsumerRecord<byte[], byte[]>, Optional<Claim>> claims;
    private final Map<TopicPartition, HeldPartition> held = new LinkedHashMap<>();
    private final Map<TopicPartition, Deque<Held>> handedOn = new HashMap<>(); // in order, until they are taken
    private final List<Fetch> running = new ArrayList<>(); // and those that ended since the last poll
    private final Set<TopicPartition> pausedAbove = new HashSet<>(); // by Kafka Streams
    private final Set<TopicPartition> pausedHere = new HashSet<>();

    /** @param claims what a record refers to; empty where it has its image itself */
    HeldRecords(References references, Function<ConsumerRecord<byte[], byte[]>, Optional<Claim>> claims) {
        this.references = references;
        this.claims = claims;
    }

    /**
     * Kafka Streams polls.
     *
     * @param handsOn whether records that were held may be handed on now
     * @param poll asks the consumer, for a time
     */
    public ConsumerRecords<byte[], byte[]> poll(
            Consumer<byte[], byte[]> consumer,
            Duration timeout,
            boolean handsOn,
            Function<Duration, ConsumerRecords<byte[], byte[]>> poll) {
        references.readBy(this);
        if (!held.isEmpty() || !pausedHere.isEmpty()) {
            pause(consumer);
        }
        ConsumerRecords<byte[], byte[]> read = poll.apply(held.isEmpty() || !handsOn ? timeout : patience(timeout));
        if (!held.isEmpty() || !handedOn.isEmpty()) {
            forgetOthers(consumer.assignment());
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(read.nextOffsets());
        for (TopicPartition partition : read.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> own = read.records(partition);
            if (!hold(partition, own)) {
                records.put(partition, own);
            }
        }
        if (held.isEmpty()) {
            return read;
        }
        held.forEach((partition, waiting) -> {
            OffsetAndMetadata end = next.remove(partition);
            if (end != null) {
                waiting.end(end);
            }
        });
        begin();
        if (handsOn) {
            handOn(records, next);
        }
        return new ConsumerRecords<>(records, next);
    }

    /** Partitions of which enough is held are not read on; the others only if Kafka Streams does not want them paused. */
    private void pause(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        Set<TopicPartition> full = new HashSet<>();
        held.forEach((partition, records) -> {
            if (records.isFull() && assigned.contains(partition)) {
                full.add(partition);
            }
        });
        Set<TopicPartition> again = new HashSet<>(pausedHere);
        again.removeAll(full);
        again.removeAll(pausedAbove);
        again.retainAll(assigned);
        if (!again.isEmpty()) {
            consumer.resume(again);
        }
        pausedHere.clear();
        pausedHere.addAll(full);
        if (!full.isEmpty()) {
            consumer.pause(full);
        }
    }

    private Duration patience(Duration timeout) {
        boolean ready = held.entrySet().stream()
                .anyMatch(entry -> entry.getValue().isReady() && !pausedAbove.contains(entry.getKey()));
        if (ready) {
            return Duration.ZERO;
        }
        boolean soon = running.stream().anyMatch(fetch -> fetch.isRunning() || fetch.isDone());
        return soon && timeout.compareTo(GLANCE) > 0 ? GLANCE : timeout;
    }

    private void forgetOthers(Set<TopicPartition> assigned) {
        Set<TopicPartition> gone = new HashSet<>(held.keySet());
        gone.addAll(handedOn.keySet());
        gone.removeAll(assigned);
        forget(gone);
        pausedAbove.retainAll(assigned);
    }

    /** Holds records back where one refers to an image, or one before them is held. */
    private boolean hold(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        HeldPartition waiting = held.get(partition);
        if (waiting != null && waiting.comesBefore(records.get(0))) {
            waiting.fetches().forEach(references::drop); // it is no longer in the partition
            held.remove(partition);
            waiting = null;
        }
        for (int i = 0; i < records.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            Optional<Claim> claim = claims.apply(record);
            if (claim.isPresent()) {
                if (waiting == null) {
                    waiting = new HeldPartition();
                    held.put(partition, waiting);
                    for (ConsumerRecord<byte[], byte[]> before : records.subList(0, i)) {
                        waiting.add(new Held(before, null));
                    }
                }
                waiting.add(new Held(record, new Fetch(claim.get())));
                references.added();
            } else if (waiting != null) {
                waiting.add(new Held(record, null));
            }
        }
        return waiting != null;
    }

    /** First the objects that partitions wait for, then those behind them while there is room. */
    private void begin() {
        running.removeIf(fetch -> !fetch.isRunning());
        held.values()
                .forEach(records -> records.offer((fetch, first) -> {
                    begin(fetch, true);
                    return false;
                }));
        for (HeldPartition records : held.values()) {
            if (running.size() < references.parallel() && references.hasRoom()) {
                // The first one is another if the object of the first has come since.
                records.offer((fetch, first) -> {
                    begin(fetch, first);
                    return running.size() < references.parallel() && references.hasRoom();
                });
            }
        }
    }

    private void begin(Fetch fetch, boolean awaited) {
        if (running.size() < references.parallel() && references.begin(fetch, awaited)) {
            running.add(fetch);
        }
    }

    private void handOn(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
            Map<TopicPartition, OffsetAndMetadata> next) {
        for (Map.Entry<TopicPartition, HeldPartition> entry : held.entrySet()) {
            TopicPartition partition = entry.getKey();
            HeldPartition waiting = entry.getValue();
            if (pausedAbove.contains(partition)) {
                continue;
            }
            List<Held> ready = waiting.takeReady();
            if (ready.isEmpty()) {
                continue;
            }
            records.put(partition, ready.stream().map(Held::record).toList());
            for (Held one : ready) {
                if (one.fetch() != null) {
                    handedOn.computeIfAbsent(partition, key -> new ArrayDeque<>())
                            .add(one);
                }
            }
            next.put(
                    partition,
                    waiting.next()
                            .orElseGet(() -> after(ready.get(ready.size() - 1).record())));
        }
        held.values().removeIf(HeldPartition::isEmpty);
    }

    private static OffsetAndMetadata after(ConsumerRecord<byte[], byte[]> record) {
        return new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), "");
    }

    /** The outcome of a record that was handed on. */
    Outcome take(String topic, int partition, long offset) {
        TopicPartition of = new TopicPartition(topic, partition);
        Deque<Held> inOrder = handedOn.getOrDefault(of, new ArrayDeque<>());
        for (Held next = inOrder.poll(); next != null; next = inOrder.poll()) {
            if (inOrder.isEmpty()) {
                handedOn.remove(of);
            }
            if (next.record().offset() == offset) {
                Outcome outcome = next.fetch().outcome();
                references.drop(next.fetch());
                return outcome;
            }
            references.drop(next.fetch()); // Kafka Streams passed over it
        }
        throw new IllegalStateException("nothing was fetched for offset " + offset + " of " + of);
    }

    /** Kafka Streams wants no records of these partitions for now. */
    public void paused(Collection<TopicPartition> partitions) {
        pausedAbove.addAll(partitions);
    }

    /** Kafka Streams wants records of these partitions again. Returns those to be read on. */
    public Collection<TopicPartition> resumed(Collection<TopicPartition> partitions) {
        pausedAbove.removeAll(partitions);
        return partitions.stream()
                .filter(partition -> !pausedHere.contains(partition))
                .toList();
    }

    /** The position of a partition as Kafka Streams is to see it; empty where it is that of the consumer. */
    public OptionalLong position(TopicPartition partition) {
        HeldPartition waiting = held.get(partition);
        return waiting == null ? OptionalLong.empty() : OptionalLong.of(waiting.firstOffset());
    }

    /** These partitions are read from another offset, or by somebody else: what is held of them counts no more. */
    public void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            HeldPartition waiting = held.remove(partition);
            if (waiting != null) {
                waiting.fetches().forEach(references::drop);
            }
            Deque<Held> taken = handedOn.remove(partition);
            if (taken != null) {
                taken.forEach(one -> references.drop(one.fetch()));
            }
        }
    }

    /** The consumer reads no more. */
    public void forgetAll() {
        Set<TopicPartition> all = new HashSet<>(held.keySet());
        all.addAll(handedOn.keySet());
        forget(all);
    }
}
