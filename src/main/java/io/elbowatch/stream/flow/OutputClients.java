package io.elbowatch.stream.flow;

import io.elbowatch.stream.trace.Tracing;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** The clients of Kafka Streams: Kafka's own, with {@link OutputProducer} as producer. */
public final class OutputClients implements KafkaClientSupplier {
    private final OutputStamp stamp;
    private final Topics topics;
    private final RefusedImages refused;
    private final Tracing tracing;
    private final UnaryOperator<Map<TopicPartition, OffsetAndMetadata>> offsets;
    private final Set<String> transactionalIds = ConcurrentHashMap.newKeySet(); // of open producers

    /**
     * @param outputs their limits; what they refuse is noted there
     * @param topics names of the topics
     * @param observer counts timestamps that moved
     * @param tracing follows the commits
     * @param offsets makes of the offsets of a transaction those that are written
     */
    public OutputClients(
            Outputs outputs,
            Topics topics,
            ScoringObserver observer,
            Tracing tracing,
            UnaryOperator<Map<TopicPartition, OffsetAndMetadata>> offsets) {
        this.stamp = new OutputStamp(outputs.limits(), topics, observer);
        this.topics = topics;
        this.refused = outputs.refused();
        this.tracing = tracing;
        this.offsets = offsets;
    }

    /** Whether an open producer has this transactional id. */
    public boolean has(String transactionalId) {
        return transactionalIds.contains(transactionalId);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new OutputProducer(config, stamp, topics, refused, tracing.commits(), offsets, transactionalIds);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
