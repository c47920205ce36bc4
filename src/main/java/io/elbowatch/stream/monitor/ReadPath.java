package io.elbowatch.stream.monitor;

import io.elbowatch.stream.flow.ReadAhead;
import io.elbowatch.stream.reference.HeldRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What stands between Kafka Streams and one consumer of all input topics: an {@link IntakeGate}, a {@link ReadTracker}, and above
 * them the records that wait for the objects of references, where there are any. Used by the consumer's thread.
 */
final class ReadPath {
    private final List<ImageReads> reads;
    private final ReadTracker tracker;
    private final Optional<HeldRecords> held;
    private final IntakeGate gate;
    private final ReadAhead ahead;

    /** @param shut whether nothing may be read at present @param ahead is told of what is read */
    ReadPath(
            List<ImageReads> reads,
            Supplier<Optional<HeldRecords>> held,
            BooleanSupplier shut,
            Supplier<ReadAhead> ahead) {
        this.reads = reads;
        this.tracker = new ReadTracker(reads);
        this.held = held.get();
        this.gate = new IntakeGate(shut);
        this.ahead = ahead.get();
    }

    ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
        boolean open = gate.isOpen(consumer);
        ConsumerRecords<byte[], byte[]> records = held.isPresent()
                ? held.get().poll(consumer, timeout, open, time -> tracker.poll(consumer, time))
                : tracker.poll(consumer, timeout);
        ahead.read(records, consumer::assignment);
        return records;
    }

    /** Kafka Streams read the offsets at which tasks start. @return them as it committed them */
    Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> asked, Map<TopicPartition, OffsetAndMetadata> offsets) {
        forget(asked);
        return tracker.committed(asked, offsets);
    }

    /** Offsets that are about to be committed. @return them with the topic that each was read in */
    Map<TopicPartition, OffsetAndMetadata> stamped(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return ImageReads.stamped(reads, offsets);
    }

    void pause(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        gate.paused(partitions);
        held.ifPresent(records -> records.paused(partitions));
        consumer.pause(partitions);
    }

    void resume(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Collection<TopicPartition> again = held.isPresent() ? held.get().resumed(partitions) : partitions;
        if (gate.resumed(partitions)) {
            consumer.resume(again);
        }
    }

    /** The position of a partition whose records wait; empty where it is that of the consumer. */
    OptionalLong position(TopicPartition partition) {
        return held.isPresent() ? held.get().position(partition) : OptionalLong.empty();
    }

    /** These partitions are read from another offset. */
    void forget(Collection<TopicPartition> partitions) {
        held.ifPresent(records -> records.forget(partitions));
    }

    /** Nothing is read any more. */
    void forgetAll() {
        held.ifPresent(HeldRecords::forgetAll);
    }
}
