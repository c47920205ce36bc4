package io.elbowatch.stream.incidents;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes what people do with incidents. When a call returns, every replica has the record. The first call opens the
 * producer. Used by many threads.
 */
public final class HandlingWriter implements Handling, AutoCloseable {
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final String bootstrapServers;
    private Producer<byte[], byte[]> producer; // null before the first call
    private boolean closed;

    HandlingWriter(Supplier<Producer<byte[], byte[]>> producers, String topic, String bootstrapServers) {
        this.producers = producers;
        this.topic = topic;
        this.bootstrapServers = bootstrapServers;
    }

    /** Writes to the topic with the access settings of the stream. */
    public static HandlingWriter of(StreamSettings stream, String topic) {
        return new HandlingWriter(
                () -> new KafkaProducer<>(
                        SettingsPublisher.properties(stream, "handling"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                topic,
                stream.bootstrapServers());
    }

    /** @throws Refusal when Kafka does not accept the record within seconds */
    @Override
    public void write(HandlingRecord record) {
        send(record.key(), HandlingJson.write(record));
    }

    /** @throws Refusal as above */
    @Override
    public void withdraw(String incident, HandlingAct act) {
        send(HandlingRecord.keyOf(incident, act), null);
    }

    private void send(String key, byte[] value) {
        try {
            producer()
                    .send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value))
                    .get();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", "look at the incident before you try again", e);
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
