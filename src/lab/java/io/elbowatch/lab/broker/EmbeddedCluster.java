package io.elbowatch.lab.broker;

import io.elbowatch.lab.broker.BrokerSettings.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Several Kafka nodes inside this JVM, each both broker and controller, which can be stopped and restarted one by one.
 * Every topic has a replica on each node, and a record counts as written when all but one node have it: one node may be
 * down at any time. All methods may be called from any thread.
 */
public final class EmbeddedCluster implements BrokerCluster {
    private final List<BrokerNode> nodes;

    private EmbeddedCluster(List<BrokerNode> nodes) {
        this.nodes = nodes;
    }

    /** Running nodes on free ports. With fewer than three nodes none may be down. */
    public static EmbeddedCluster start(int size) {
        if (size < 2) {
            throw new IllegalArgumentException("a cluster has at least 2 nodes, not " + size);
        }
        List<Ports> ports = FreePorts.of(size, 0);
        List<BrokerNode> nodes = IntStream.rangeClosed(1, size)
                .mapToObj(number -> BrokerNode.create(number, ports, BrokerSettings::shortTimeouts))
                .toList();
        EmbeddedCluster cluster = new EmbeddedCluster(nodes);
        try {
            Uuid id = Uuid.randomUuid();
            nodes.forEach(node -> node.format(id));
            cluster.inParallel(BrokerNode::restart); // each waits for a majority
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

    @Override
    public String bootstrapServers() {
        return nodes.stream().map(node -> node.settings().bootstrapServers()).collect(Collectors.joining(","));
    }

    @Override
    public int size() {
        return nodes.size();
    }

    @Override
    public void stop(int number) {
        nodes.get(number - 1).stop();
    }

    @Override
    public void restart(int number) {
        nodes.get(number - 1).restart();
    }

    /** Stops all of them and removes their data. */
    @Override
    public void close() {
        inParallel(BrokerNode::close); // the last one alone would wait for a majority that is gone
    }

    private void inParallel(Consumer<BrokerNode> work) {
        List<CompletableFuture<Void>> works = nodes.stream()
                .map(node -> CompletableFuture.runAsync(
                        () -> work.accept(node), task -> new Thread(task, "elbowatch-cluster").start()))
                .toList();
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<Void> each : works) {
            try {
                each.join();
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
