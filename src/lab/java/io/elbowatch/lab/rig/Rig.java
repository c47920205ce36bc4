package io.elbowatch.lab.rig;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in this process that gives every run topics of its own, and removes them after it. */
public final class Rig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long TICK_NANOS = 10_000_000;

    private final EmbeddedBroker broker;
    private int lanes;

    private Rig(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /** @throws Refusal where Kafka's server is not part of the installation */
    public static Rig start() {
        if (!EmbeddedBroker.isInstalled()) {
            throw new Refusal(
                    "there is no Kafka broker in this installation",
                    "run the benchmark from a clone: './elbowatch bench'");
        }
        return new Rig(EmbeddedBroker.start());
    }

    /** Fresh topics for images and results. */
    public Lane open(int partitions) {
        return open(createImages("images-" + lanes, partitions), partitions);
    }

    /** Fresh topics for the results of images that are there already. */
    public Lane open(String images, int partitions) {
        Lane lane = new Lane(broker.bootstrapServers(), images, Integer.toString(lanes++), partitions);
        create(lane.outputs());
        return lane;
    }

    /** A topic of images, to be filled once and read by many lanes. */
    public String createImages(String name, int partitions) {
        create(Map.of(name, partitions));
        return name;
    }

    /** Returns when clients see them: a broker learns of new topics a moment after whoever created them. */
    private void create(Map<String, Integer> topics) {
        broker.createTopics(topics);
        try (Admin admin = admin()) {
            long endNanos = System.nanoTime() + PATIENCE.toNanos();
            while (!admin.listTopics().names().get().containsAll(topics.keySet())) {
                if (System.nanoTime() - endNanos > 0) {
                    throw new KafkaException("created topics do not appear: " + topics.keySet());
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
        } catch (ExecutionException e) {
            throw new KafkaException("cannot see the topics " + topics.keySet(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while creating topics", e);
        }
    }

    /** Removes the lane's topics, those that Kafka Streams made for it too; its images only where they are its own. */
    public void remove(Lane lane) {
        try (Admin admin = admin()) {
            Set<String> names = new HashSet<>(admin.listTopics().names().get());
            names.removeIf(name -> !lane.outputs().containsKey(name)
                    && !name.equals("images-" + lane.name())
                    && !name.startsWith(lane.application() + "-"));
            admin.deleteTopics(names).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot remove the topics of " + lane.application(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while removing topics", e);
        }
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    /** @param lingerMillis 0 where every image counts, more where all of them together do */
    public KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        lingerMillis,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        17 << 20,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void close() {
        broker.close();
    }
}
