package io.elbowatch.lab.broker;

import java.util.Map;

/**
 * Several Kafka nodes, each both broker and controller, which can be stopped and restarted one by one. Every topic has a
 * replica on each node, and a record counts as written when all but one node have it: one node may be down at any time.
 */
public interface BrokerCluster extends AutoCloseable {
    /** Where clients connect: the addresses of all nodes. */
    String bootstrapServers();

    /** How many nodes it has. */
    int size();

    /** Creates topics; a topic that exists is an error. @param topics partitions by name */
    default void createTopics(Map<String, Integer> topics, Map<String, String> configuration) {
        try (BrokerAdmin admin = new BrokerAdmin(bootstrapServers())) {
            admin.createTopics(topics, size(), configuration);
        }
    }

    /** Stops one node in order and keeps its data. @param number from 1, as Kafka numbers it */
    void stop(int number);

    /** Starts one node on its data. */
    void restart(int number);

    /** Stops all of them and removes their data. */
    @Override
    void close();
}
