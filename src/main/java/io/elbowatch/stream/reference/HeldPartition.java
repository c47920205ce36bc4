package io.elbowatch.stream.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** The records of one partition that are held back, in order: the first one waits for its object. Used by one thread. */
final class HeldPartition {
    /** Far more than are fetched at a time. */
    private static final int FULL_RECORDS = 256;

    private static final long FULL_BYTES = 16L << 20;

    private final Deque<Held> records = new ArrayDeque<>();
    private OffsetAndMetadata end; // what the consumer named as next after the last record; null where it named none
    private long bytes; // of their values

    /** @param fetch null for a record that refers to nothing */
    record Held(ConsumerRecord<byte[], byte[]> record, Fetch fetch) {

        boolean isReady() {
            return fetch == null || fetch.isDone();
        }

        private int bytes() {
            return record.value() == null ? 0 : record.value().length;
        }
    }

    void add(Held held) {
        records.add(held);
        bytes += held.bytes();
        end = null;
    }

    void end(OffsetAndMetadata next) {
        end = next;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Whether no more records are to be read. */
    boolean isFull() {
        return records.size() >= FULL_RECORDS || bytes >= FULL_BYTES;
    }

    /** Whether a record comes before one that is held, as after an election that cut the partition short. */
    boolean comesBefore(ConsumerRecord<byte[], byte[]> record) {
        return !records.isEmpty()
                && record.offset() <= records.peekLast().record().offset();
    }

    boolean isReady() {
        return !records.isEmpty() && records.peekFirst().isReady();
    }

    /** Takes the records up to the first one whose object is not here. */
    List<Held> takeReady() {
        List<Held> ready = new ArrayList<>();
        while (isReady()) {
            Held held = records.remove();
            bytes -= held.bytes();
            ready.add(held);
        }
        return ready;
    }

    /** The offset that may be committed once everything that was handed on is processed; empty where nothing names it. */
    Optional<OffsetAndMetadata> next() {
        Held first = records.peekFirst();
        return first == null
                ? Optional.ofNullable(end)
                : Optional.of(new OffsetAndMetadata(
                        first.record().offset(), first.record().leaderEpoch(), ""));
    }

    long firstOffset() {
        return records.element().record().offset();
    }

    /** Offers the fetches that have no outcome, in order, until one is declined. @param begin gets whether all wait for it */
    void offer(BiPredicate<Fetch, Boolean> begin) {
        boolean first = true;
        for (Held held : records) {
            if (held.fetch() != null && !held.fetch().isDone()) {
                if (!begin.test(held.fetch(), first)) {
                    return;
                }
                first = false;
            }
        }
    }

    List<Fetch> fetches() {
        return records.stream().map(Held::fetch).filter(fetch -> fetch != null).toList();
    }
}
