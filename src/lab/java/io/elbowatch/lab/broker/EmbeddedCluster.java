package io.elbowatch.lab.broker;

import io.elbowatch.lab.broker.BrokerSettings.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Several Kafka nodes inside this JVM, each broker and controller in one, to be stopped and restarted one by one. Every topic has a
 * replica on each, and all but one must have a record before it counts as written: one node may be down at any time. All methods may be
 * called from any thread.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private final List<BrokerNode> nodes;

    private EmbeddedCluster(List<BrokerNode> nodes) {
        this.nodes = nodes;
    }

    /** So many running nodes on free ports; with fewer than three none may be down. */
    public static EmbeddedCluster start(int size) {
        if (size < 2) {
            throw new IllegalArgumentException("a cluster has at least 2 nodes, not " + size);
        }
        List<Ports> ports = FreePorts.of(size, 0);
        List<BrokerNode> nodes = IntStream.rangeClosed(1, size)
                .mapToObj(number ->
                        new BrokerNode(new BrokerSettings(number, ports, BrokerFolder.create(), settings -> {})))
                .toList();
        EmbeddedCluster cluster = new EmbeddedCluster(nodes);
        try {
            Uuid id = Uuid.randomUuid();
            nodes.forEach(node -> node.format(id));
            // Each waits for a majority.
            join(nodes.stream()
                    .map(node -> CompletableFuture.runAsync(node::restart, EmbeddedCluster::inThread))
                    .toList());
            return cluster;
        } catch (RuntimeException | Error failure) {
            try {
                cluster.close();
            } catch (RuntimeException further) {
                failure.addSuppressed(further);
            }
            throw failure;
        }
    }

    /** Where clients connect: the addresses of all nodes. */
    public String bootstrapServers() {
        return nodes.stream().map(node -> node.settings().bootstrapServers()).collect(Collectors.joining(","));
    }

    /** Creates topics; a topic that exists is an error. @param topics partitions by name */
    public void createTopics(Map<String, Integer> topics, Map<String, String> configuration) {
        NewTopics.create(nodes, topics, configuration);
    }

    /** Takes one node down and keeps its data. @param number from 1, as Kafka numbers it */
    public void stop(int number) {
        nodes.get(number - 1).stop();
    }

    /** Brings one node up again with the data that it had. */
    public void restart(int number) {
        nodes.get(number - 1).restart();
    }

    /** Stops all of them and removes their data. */
    @Override
    public void close() {
        // Side by side: the last one alone would wait for a majority that is gone.
        join(nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::close, EmbeddedCluster::inThread))
                .toList());
    }

    private static void inThread(Runnable work) {
        new Thread(work, "elbowatch-cluster").start();
    }

    private static void join(List<CompletableFuture<Void>> works) {
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<Void> work : works) {
            try {
                work.join();
            } catch (CompletionException failure) {
                failures.add(failure.getCause());
            }
        }
        if (!failures.isEmpty()) {
            BrokerException failed =
                    new BrokerException("the cluster failed: " + failures.get(0).getMessage(), failures.get(0));
            failures.subList(1, failures.size()).forEach(failed::addSuppressed);
            throw failed;
        }
    }
}
