package io.elbowatch.stream.feedback;

import io.elbowatch.stream.control.TopicWriter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a {@link LabelWriter} writes, without Kafka. */
public final class MockLabels {
    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final LabelWriter writer =
            new LabelWriter(new TopicWriter(() -> producer, "feedback", "127.0.0.1:1"), UnaryOperator.identity());

    public LabelWriter writer() {
        return writer;
    }

    public List<String> keys() {
        return producer.history().stream()
                .map(record -> new String(record.key(), UTF_8))
                .toList();
    }

    /** A value is null after a withdrawal. */
    public List<byte[]> values() {
        return producer.history().stream().map(record -> record.value()).toList();
    }
}
