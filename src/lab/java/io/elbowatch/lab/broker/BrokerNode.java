package io.elbowatch.lab.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node inside this JVM. It keeps its data in a folder that goes with it; its ports stay the same when it is stopped and
 * started again. All methods may be called from any thread.
 */
final class BrokerNode implements AutoCloseable {
    private final BrokerSettings settings;
    private KafkaRaftServer server; // null while it is stopped
    private boolean closed;

    BrokerNode(BrokerSettings settings) {
        this.settings = settings;
    }

    BrokerSettings settings() {
        return settings;
    }

    /** To be called once, before the first start. */
    void format(Uuid cluster) {
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
            throw failed("cannot prepare " + folder, failure);
        }
    }

    /** Takes it down and keeps its data. Does nothing if it is down. */
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

    /** Brings it up on the data that it has, stopping it first if it is up. Among others it waits for most of them. */
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
            } catch (IOException failure) {
                throw failed("cannot remove its data, remove " + settings.folder() + " by hand", failure);
            }
        }
    }

    /** Kafka's Scala half throws checked exceptions without declaring them: whoever calls this has caught Exception. */
    BrokerException failed(String what, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new BrokerException(
                "Kafka broker on " + settings.bootstrapServers() + ": " + what + ": " + cause, cause);
    }
}
