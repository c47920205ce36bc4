package io.elbowatch.lab.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings of a Kafka node that is both broker and controller, alone or in a cluster. It listens on one
 * address, that of the loopback interface unless its host has another.
 *
 * @param node number of the node, from 1
 * @param nodes the ports of all nodes, in the order of their numbers
 * @param folder for all its data
 * @param further changes the settings at the end
 */
record BrokerSettings(int node, List<Ports> nodes, Path folder, Consumer<Properties> further) {
    static final String CONTROLLER = "CONTROLLER";

    /** An image of 16 MiB, the default maximum of {@code image.max-bytes}, plus the overhead of a record batch. */
    static final int MAX_MESSAGE_BYTES = 17 << 20;

    /**
     * Where a node listens.
     *
     * @param address of its host
     * @param clients port for clients and other brokers
     * @param controller port for other controllers
     */
    record Ports(String address, int clients, int controller) {
        String ofClients() {
            return address + ":" + clients;
        }

        String ofController() {
            return address + ":" + controller;
        }
    }

    BrokerSettings {
        nodes = List.copyOf(nodes);
    }

    Properties properties() {
        Ports own = nodes.get(node - 1);
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(node));
        settings.setProperty("controller.quorum.voters", voters());
        settings.setProperty("controller.listener.names", CONTROLLER);
        settings.setProperty(
                "listeners", "PLAINTEXT://" + own.ofClients() + "," + CONTROLLER + "://" + own.ofController());
        settings.setProperty("advertised.listeners", "PLAINTEXT://" + own.ofClients());
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.setProperty("log.dirs", folder.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        replicated(settings);
        small(settings);
        further.accept(settings);
        return settings;
    }

    /** The address of this node alone. */
    String bootstrapServers() {
        return nodes.get(node - 1).ofClients();
    }

    private String voters() {
        return IntStream.rangeClosed(1, nodes.size())
                .mapToObj(i -> i + "@" + nodes.get(i - 1).ofController())
                .collect(Collectors.joining(","));
    }

    /** A replica on every node; a record counts as written when all nodes but one have it. */
    private void replicated(Properties settings) {
        String replicas = Integer.toString(nodes.size());
        String inSync = Integer.toString(Math.max(1, nodes.size() - 1));
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.setProperty(topic + ".replication.factor", replicas);
        }
        settings.setProperty("default.replication.factor", replicas);
        settings.setProperty("min.insync.replicas", inSync);
        settings.setProperty("transaction.state.log.min.isr", inSync);
        settings.setProperty("share.coordinator.state.topic.min.isr", inSync);
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("group.streams.initial.rebalance.delay.ms", "0");
        // By heartbeats members of the newer protocol learn what they have to read; Kafka's default is one each 5 s.
        settings.setProperty("group.streams.min.heartbeat.interval.ms", "100");
        settings.setProperty("group.streams.heartbeat.interval.ms", "500");
        settings.setProperty("group.min.session.timeout.ms", "1000");
        // Without it a restart took 10 s instead of 0.4 s: the old registration had to expire first.
        settings.setProperty("controlled.shutdown.enable", "true");
    }

    /** Kafka's defaults are for large servers: 50 partitions per internal topic, 128 MB of heap for compaction. */
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

    /** For fault injection: timeouts of a few seconds, where Kafka's defaults are up to 45 s. */
    static void shortTimeouts(Properties settings) {
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.setProperty("group.streams.min.session.timeout.ms", "1000");
        settings.setProperty("group.streams.session.timeout.ms", "4000");
        oneMachine(settings);
    }

    /** What docs/reliability.md recommends for short recoveries, for several nodes that share one machine. */
    static void shortRecovery(Properties settings) {
        settings.setProperty("broker.session.timeout.ms", "5000");
        settings.setProperty("broker.heartbeat.interval.ms", "1000");
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.setProperty("group.streams.min.session.timeout.ms", "3000");
        settings.setProperty("group.streams.session.timeout.ms", "6000");
        settings.setProperty("group.streams.min.heartbeat.interval.ms", "500");
        settings.setProperty("group.streams.heartbeat.interval.ms", "1500");
        oneMachine(settings);
    }

    /** Several nodes share one machine, and its disk, with other processes. */
    static void oneMachine(Properties settings) {
        settings.setProperty("log.retention.check.interval.ms", "10000");
        settings.setProperty("controller.quorum.fetch.timeout.ms", "4000");
    }
}
