package io.elbowatch.lab.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node inside this JVM. Its data lies in a temporary folder that {@link #close} removes; its ports stay the
 * same when it is stopped and started again. All methods may be called from any thread.
 */
final class BrokerNode implements AutoCloseable {
    private static final int REMOVALS = 20;
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

    static {
        FatalFaults.log();
    }

    private final BrokerSettings settings;
    private KafkaRaftServer server; // null while it is stopped
    private boolean closed;

    private BrokerNode(BrokerSettings settings) {
        this.settings = settings;
    }

    /**
     * A node that is stopped, with an empty folder for its data.
     *
     * @param number of the node, from 1
     * @param ports of all nodes of the cluster
     * @param further changes its settings
     */
    static BrokerNode create(int number, List<BrokerSettings.Ports> ports, Consumer<Properties> further) {
        try {
            Path folder = Files.createTempDirectory("elbowatch-broker-");
            FOLDERS.add(folder);
            return new BrokerNode(new BrokerSettings(number, ports, folder, further));
        } catch (IOException failure) {
            throw new BrokerException(
                    "no folder for the broker's data in " + System.getProperty("java.io.tmpdir") + ": " + failure
                            + "; set java.io.tmpdir to a folder that can be written to",
                    failure);
        }
    }

    BrokerSettings settings() {
        return settings;
    }

    /** Formats the data folder; called once, before the first start. */
    void format(Uuid cluster) {
        format(settings, cluster);
    }

    /** As above, for the settings of a node. */
    static void format(BrokerSettings settings, Uuid cluster) {
        String folder = settings.folder().toString();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(cluster.toString())
                    .setNodeId(settings.node())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setMetadataLogDirectory(folder)
                    .addDirectory(folder)
                    .run();
        } catch (Exception failure) {
            throw new BrokerException("cannot prepare " + folder + ": " + failure, failure);
        }
    }

    /** Stops the node and keeps its data. Does nothing if it is stopped. */
    synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (Exception failure) {
            throw failed("did not stop cleanly", failure);
        } finally {
            server = null;
        }
    }

    /** Starts the node on its data; stops it first if it runs. In a cluster it waits for a majority of the nodes. */
    synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("the broker is closed and its data is gone; start another");
        }
        stop();
        try {
            server = new KafkaRaftServer(KafkaConfig.fromProps(settings.properties(), false), Time.SYSTEM);
            server.startup();
        } catch (Exception failure) {
            throw failed("did not start; its log says more", failure);
        }
    }

    /** Stops it and removes its data. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop();
        } finally {
            try {
                Utils.delete(settings.folder().toFile());
                FOLDERS.remove(settings.folder());
            } catch (IOException failure) {
                throw failed("cannot remove its data, remove " + settings.folder() + " by hand", failure);
            }
        }
    }

    /** Removes the data of all nodes while they run, or start: what they write meanwhile is removed again. */
    static void abandonAll() {
        for (Path folder : FOLDERS) {
            for (int i = 0; i < REMOVALS && Files.exists(folder); i++) {
                try {
                    Utils.delete(folder.toFile());
                } catch (IOException e) {
                    Thread.onSpinWait(); // a file came into a folder that was just emptied
                }
            }
        }
    }

    /** Kafka's Scala code throws checked exceptions without declaring them: the callers catch Exception. */
    private BrokerException failed(String what, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new BrokerException(
                "Kafka broker on " + settings.bootstrapServers() + ": " + what + ": " + cause, cause);
    }
}
