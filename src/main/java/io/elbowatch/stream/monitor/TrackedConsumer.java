package io.elbowatch.stream.monitor;

import io.elbowatch.stream.flow.ReadAhead;
import io.elbowatch.stream.reference.HeldRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.StreamsRebalanceData;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.internals.ConsumerWrapper;

/** A consumer of the input topics in the group protocol "streams", behind a {@link ReadPath}. */
public final class TrackedConsumer extends ConsumerWrapper {
    /** The name of the setting that holds the {@link ImageReads} of all input topics. */
    static final String READS = "elbowatch.image.reads";

    /** The name of the setting that holds what makes the {@link HeldRecords} of a consumer. */
    static final String HELD = "elbowatch.held.records";

    /** The name of the setting that says whether nothing may be read at present. */
    static final String SHUT = "elbowatch.intake.shut";

    /** The name of the setting that holds what makes the {@link ReadAhead} of a consumer. */
    static final String AHEAD = "elbowatch.read.ahead";

    private ReadPath path;

    @Override
    @SuppressWarnings("unchecked")
    public void wrapConsumer(
            AsyncKafkaConsumer<byte[], byte[]> consumer,
            Map<String, Object> config,
            Optional<StreamsRebalanceData> rebalances) {
        super.wrapConsumer(consumer, config, rebalances);
        try {
            path = new ReadPath(
                    (List<ImageReads>) config.get(READS),
                    (Supplier<Optional<HeldRecords>>) config.get(HELD),
                    (BooleanSupplier) config.get(SHUT),
                    (Supplier<ReadAhead>) config.get(AHEAD));
        } catch (RuntimeException | Error e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO)); // nobody else has it yet
            throw e;
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return path.poll(delegate, timeout);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return path.committed(partitions, super.committed(partitions));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(path.stamped(offsets));
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        path.pause(delegate, partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        path.resume(delegate, partitions);
    }

    @Override
    public long position(TopicPartition partition) {
        return path.position(partition).orElseGet(() -> super.position(partition));
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        path.forget(Set.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        path.forget(Set.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        path.forget(partitions);
        super.seekToBeginning(partitions);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        path.forget(partitions);
        super.seekToEnd(partitions);
    }

    @Override
    public void unsubscribe() {
        path.forgetAll();
        super.unsubscribe();
    }

    @Override
    public void close() {
        path.forgetAll();
        super.close();
    }

    @Override
    public void close(CloseOptions options) {
        path.forgetAll();
        super.close(options);
    }
}
