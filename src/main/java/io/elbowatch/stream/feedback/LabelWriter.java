package io.elbowatch.stream.feedback;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes labels to the feedback topic. When a call returns, every replica has the record. The first call opens the
 * producer. Used by many threads.
 */
public final class LabelWriter implements AutoCloseable {
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final String bootstrapServers;
    private Producer<byte[], byte[]> producer; // null before the first call
    private boolean closed;

    LabelWriter(Supplier<Producer<byte[], byte[]>> producers, String topic, String bootstrapServers) {
        this.producers = producers;
        this.topic = topic;
        this.bootstrapServers = bootstrapServers;
    }

    /** Writes with the access settings of the stream. */
    public static LabelWriter of(StreamSettings stream, String topic) {
        return new LabelWriter(
                () -> new KafkaProducer<>(
                        SettingsPublisher.properties(stream, "feedback"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                topic,
                stream.bootstrapServers());
    }

    /** @throws Refusal when Kafka does not accept the record within seconds */
    public void write(LabelRecord label) {
        send(label.image(), LabelJson.write(label));
    }

    /** Takes the label of an image back; nothing changes where it has none. @throws Refusal as above */
    public void withdraw(OutputOrigin image) {
        send(image, null);
    }

    private void send(OutputOrigin image, byte[] value) {
        try {
            producer()
                    .send(new ProducerRecord<>(topic, LabelJson.key(image), value))
                    .get();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", "look at the label of " + image.text() + " before you try again", e);
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
