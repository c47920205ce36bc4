package io.elbowatch.lab.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker inside this JVM, for the demo and for tests. It keeps its data in a temporary folder that goes with it;
 * its ports stay the same when it is stopped and restarted. All methods may be called from any thread.
 *
 * <p>Kafka itself halts the JVM if its metadata cannot be written, for instance because the disk is full.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final BrokerNode node;

    private EmbeddedBroker(BrokerNode node) {
        this.node = node;
    }

    /** Whether Kafka's server is on the class path; container images leave its 19 MB out. */
    public static boolean isInstalled() {
        return EmbeddedBroker.class.getClassLoader().getResource("kafka/server/KafkaRaftServer.class") != null;
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
        BrokerNode node = new BrokerNode(new BrokerSettings(1, FreePorts.of(1, port), BrokerFolder.create(), further));
        EmbeddedBroker broker = new EmbeddedBroker(node);
        try {
            node.format(Uuid.randomUuid());
            node.restart();
            return broker;
        } catch (RuntimeException | Error failure) {
            broker.closeAfter(failure);
            throw failure;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException further) {
            failure.addSuppressed(further);
        }
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return node.settings().bootstrapServers();
    }

    /** Creates topics; a topic that exists is an error. Partitions by name. */
    public void createTopics(Map<String, Integer> topics) {
        NewTopics.create(List.of(node), topics, Map.of());
    }

    /** Takes the broker down and keeps its data. Does nothing if it is down. */
    public void stop() {
        node.stop();
    }

    /** Brings it up again on the same ports with the data that it had, stopping it first if it is up. */
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
