package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.access.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic of one partition from its beginning, and what comes later at each further call. Used by one thread.
 */
final class TopicTail implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(9);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final String bootstrapServers;

    TopicTail(Consumer<byte[], byte[]> consumer, String topic, String bootstrapServers) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.bootstrapServers = bootstrapServers;
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** @throws Refusal when the cluster's settings are not valid */
    static TopicTail of(StreamSettings stream, String topic) {
        try {
            return new TopicTail(
                    new KafkaConsumer<>(
                            SideConsumer.properties(stream, topic + "-tail", TIMEOUT),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer()),
                    topic,
                    stream.bootstrapServers());
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("read the topic " + topic, stream.bootstrapServers(), e);
        }
    }

    /** What is in the topic and was not read yet. @throws Refusal when it cannot be read within seconds */
    List<ConsumerRecord<byte[], byte[]>> next() {
        try {
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).records(partition).forEach(read::add);
                if (System.nanoTime() > deadline) {
                    throw new Refusal(
                            "the end of the topic " + partition.topic() + " was not reached within "
                                    + TIMEOUT.toSeconds() + " s",
                            "try again, or look after the brokers");
                }
            }
            return read;
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("read the topic " + partition.topic(), bootstrapServers, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
