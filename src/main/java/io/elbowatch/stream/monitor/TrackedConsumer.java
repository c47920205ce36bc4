package io.elbowatch.stream.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.StreamsRebalanceData;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.internals.ConsumerWrapper;

/** A consumer of the input topics in the group protocol "streams", followed by a {@link ReadTracker}. */
public final class TrackedConsumer extends ConsumerWrapper {
    /** The name of the setting that holds the {@link ImageReads} of all input topics. */
    static final String READS = "elbowatch.image.reads";

    private ReadTracker tracker;

    @Override
    public void wrapConsumer(
            AsyncKafkaConsumer<byte[], byte[]> consumer,
            Map<String, Object> config,
            Optional<StreamsRebalanceData> rebalances) {
        super.wrapConsumer(consumer, config, rebalances);
        tracker = new ReadTracker(reads(config));
    }

    @SuppressWarnings("unchecked")
    private static List<ImageReads> reads(Map<String, Object> config) {
        return (List<ImageReads>) config.get(READS);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return tracker.poll(delegate, timeout);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = super.committed(partitions);
        tracker.committed(partitions, offsets);
        return offsets;
    }
}
