package io.elbowatch.stream.control;

import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.wire.InstanceJson;
import io.elbowatch.stream.wire.InstanceState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the state of this instance: at the start, after each change and each minute. A clean end withdraws it. What
 * cannot be written is logged, once until it works again, and harms nothing else.
 */
public final class InstanceWriter implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(InstanceWriter.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final byte[] key;
    private final Supplier<InstanceState> state;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "instance-writer");
        created.setDaemon(true);
        return created;
    });
    private volatile boolean failing;

    /**
     * @param producer closed with this
     * @param instance the key of the records
     * @param state asked each time, by one thread
     */
    public InstanceWriter(
            Producer<byte[], byte[]> producer, String topic, String instance, Supplier<InstanceState> state) {
        this.producer = producer;
        this.topic = topic;
        this.key = instance.getBytes(StandardCharsets.UTF_8);
        this.state = state;
        thread.scheduleAtFixedRate(this::write, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A writer to the topic of the settings. */
    public static InstanceWriter of(
            StreamSettings stream, String topic, String instance, Supplier<InstanceState> state) {
        try {
            return new InstanceWriter(
                    new KafkaProducer<>(
                            SettingsPublisher.properties(stream, "instance"),
                            new ByteArraySerializer(),
                            new ByteArraySerializer()),
                    topic,
                    instance,
                    state);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("write to the topic " + topic, stream.bootstrapServers(), e);
        }
    }

    /** Writes soon; the caller goes on at once. */
    public void changed() {
        if (!thread.isShutdown()) {
            thread.execute(this::write);
        }
    }

    private void write() {
        try {
            send(InstanceJson.write(state.get()));
        } catch (RuntimeException e) {
            failed(e); // the next minute tries again
        }
    }

    private Future<?> send(byte[] value) {
        return producer.send(new ProducerRecord<>(topic, key, value), (sent, failure) -> {
            if (failure == null) {
                failing = false;
            } else {
                failed(failure);
            }
        });
    }

    private void failed(Exception failure) {
        if (!failing) {
            failing = true;
            LOG.warn("state of the instance not written topic={} reason=\"{}\"", topic, failure.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                send(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed(e);
        }
        producer.close(CLOSE_TIMEOUT);
    }
}
