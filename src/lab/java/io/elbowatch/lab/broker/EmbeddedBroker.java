package io.elbowatch.lab.broker;

import io.elbowatch.core.Refusal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker inside this JVM, for the demo and for tests. Its data lies in a temporary folder that {@link #close}
 * removes; its ports stay the same when it is stopped and restarted. All methods may be called from any thread.
 *
 * <p>Kafka itself halts the JVM if its metadata cannot be written, for instance because the disk is full; the log says
 * so.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final BrokerNode node;

    private EmbeddedBroker(BrokerNode node) {
        this.node = node;
    }

    /**
     * Checks that Kafka's server is on the class path; container images leave its 19 MB out.
     *
     * @param remedy where the command can be run instead
     * @throws Refusal when it is not
     */
    public static void requireInstalled(String remedy) {
        if (EmbeddedBroker.class.getClassLoader().getResource("kafka/server/KafkaRaftServer.class") == null) {
            throw new Refusal("there is no Kafka broker in this installation", remedy);
        }
    }

    /** A running broker on a free port. */
    public static EmbeddedBroker start() {
        return start(0);
    }

    /** A running broker on this port; 0 takes a free one. */
    public static EmbeddedBroker start(int port) {
        return start(port, properties -> {});
    }

    /** As above. @param further changes the broker's settings */
    static EmbeddedBroker start(int port, Consumer<Properties> further) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        BrokerNode node = BrokerNode.create(1, FreePorts.of(1, port), further);
        try {
            node.format(Uuid.randomUuid());
            node.restart();
            return new EmbeddedBroker(node);
        } catch (RuntimeException | Error failure) {
            try {
                node.close();
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    /** Removes the data of all brokers of this process, which is about to end without closing them. */
    public static void abandonAll() {
        BrokerNode.abandonAll();
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return node.settings().bootstrapServers();
    }

    /** Creates topics and returns when clients can use them; a topic that exists is an error. Partitions by name. */
    public void createTopics(Map<String, Integer> topics) {
        try (BrokerAdmin admin = new BrokerAdmin(bootstrapServers())) {
            admin.createTopics(topics, 1, Map.of());
        }
    }

    /** Stops the broker and keeps its data. Does nothing if it is stopped. */
    public void stop() {
        node.stop();
    }

    /** Starts the broker on the same ports with its data; stops it first if it runs. */
    public void restart() {
        node.restart();
    }

    /** Stops it and removes its data. A second call does nothing. */
    @Override
    public void close() {
        node.close();
    }

    Path folder() {
        return node.settings().folder();
    }
}
