package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes single records of people to a topic. When a call returns, every replica has the record. The first call opens the
 * producer. Used by many threads.
 */
public final class TopicWriter implements AutoCloseable {
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final String bootstrapServers;
    private Producer<byte[], byte[]> producer; // null before the first call
    private boolean closed;

    /** @param producers supplies the producer, once */
    public TopicWriter(Supplier<Producer<byte[], byte[]>> producers, String topic, String bootstrapServers) {
        this.producers = producers;
        this.topic = topic;
        this.bootstrapServers = bootstrapServers;
    }

    /** Writes with the access settings of the stream. @param purpose ends the client id */
    public static TopicWriter of(StreamSettings stream, String topic, String purpose) {
        return new TopicWriter(
                () -> new KafkaProducer<>(
                        SettingsPublisher.properties(stream, purpose),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                topic,
                stream.bootstrapServers());
    }

    /**
     * Writes one record.
     *
     * @param value null to delete what the key had
     * @param subject what the record is about, in words
     * @throws Refusal when Kafka does not accept the record within seconds
     */
    public void write(byte[] key, byte[] value, String subject) {
        try {
            producer().send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", "look at " + subject + " before you try again", e);
        } catch (ExecutionException | KafkaException e) {
            throw KafkaFailure.refusal("write to the topic " + topic, bootstrapServers, e);
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new Refusal("the instance stops", "try again at another one");
        }
        producer = producer == null ? producers.get() : producer;
        return producer;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close();
        }
    }
}
