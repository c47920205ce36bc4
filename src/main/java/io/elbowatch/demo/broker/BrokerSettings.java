package io.elbowatch.demo.broker;

import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The settings of a Kafka node that is broker and controller in one and alone. It listens on the loopback interface only.
 *
 * @param port of clients
 * @param controllerPort of the node's talk with itself
 * @param folder where all its data goes
 * @param further changes the settings that it would have without
 */
record BrokerSettings(int port, int controllerPort, Path folder, Consumer<Properties> further) {
    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";

    /** An image of 16 MiB, the greatest that the stream takes by default, plus what a record batch adds. */
    static final int MAX_MESSAGE_BYTES = 17 << 20;

    Properties properties() {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE));
        settings.setProperty("controller.quorum.voters", NODE + "@" + address(controllerPort));
        settings.setProperty("controller.listener.names", CONTROLLER);
        settings.setProperty(
                "listeners", "PLAINTEXT://" + address(port) + "," + CONTROLLER + "://" + address(controllerPort));
        settings.setProperty("advertised.listeners", "PLAINTEXT://" + address(port));
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.setProperty("log.dirs", folder.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        alone(settings);
        small(settings);
        further.accept(settings);
        return settings;
    }

    String bootstrapServers() {
        return address(port);
    }

    /** One node has one replica, and nobody to wait for. */
    private static void alone(Properties settings) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.setProperty(topic + ".replication.factor", "1");
        }
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("group.min.session.timeout.ms", "1000");
        // Without it a restart took 10 s instead of 0.4 s: the former registration had to expire first.
        settings.setProperty("controlled.shutdown.enable", "true");
    }

    /** The defaults, for large servers, are 50 partitions an internal topic and 128 MB of heap for compaction. */
    private static void small(Properties settings) {
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "1");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("log.retention.minutes", "60");
        settings.setProperty("log.segment.bytes", Integer.toString(64 << 20));
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }
}
