package io.elbowatch.demo.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker inside this JVM, for the demo and for tests. It keeps its data in a temporary folder that goes with it;
 * its ports stay the same when it is stopped and restarted. All methods may be called from any thread.
 *
 * <p>Kafka itself halts the JVM if its metadata cannot be written, for instance because the disk is full.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final BrokerSettings settings;
    private KafkaRaftServer server; // null while it is stopped
    private boolean closed;

    private EmbeddedBroker(BrokerSettings settings) {
        this.settings = settings;
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
        EmbeddedBroker broker = new EmbeddedBroker(settings(port, further));
        try {
            broker.format();
            broker.restart();
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
        return settings.bootstrapServers();
    }

    /** Creates topics; a topic that exists is an error. Partitions by name. */
    public void createTopics(Map<String, Integer> topics) {
        List<NewTopic> wanted = topics.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                .toList();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.createTopics(wanted).all().get();
        } catch (ExecutionException failure) {
            throw failed("cannot create the topics " + topics.keySet(), failure.getCause());
        } catch (Exception failure) {
            throw failed("cannot create the topics " + topics.keySet(), failure);
        }
    }

    /** Takes the broker down and keeps its data. Does nothing if it is down. */
    public synchronized void stop() {
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

    /** Brings it up again on the same ports with the data that it had, stopping it first if it is up. */
    public synchronized void restart() {
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

    Path folder() {
        return settings.folder();
    }

    private static BrokerSettings settings(int port, Consumer<Properties> further) {
        // Both ports are bound at once, so that they differ.
        try (ServerSocket clients = bound(port);
                ServerSocket controller = bound(0)) {
            return new BrokerSettings(
                    clients.getLocalPort(),
                    controller.getLocalPort(),
                    Files.createTempDirectory("elbowatch-broker-"),
                    further);
        } catch (BindException failure) {
            throw new BrokerException("port " + port + " is taken; give another one, or 0 for a free one", failure);
        } catch (IOException failure) {
            throw new BrokerException(
                    "no folder for the broker's data in " + System.getProperty("java.io.tmpdir") + ": " + failure
                            + "; set java.io.tmpdir to one that can be written to",
                    failure);
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private void format() {
        Properties properties = settings.properties();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE)
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setMetadataLogDirectory(properties.getProperty("log.dirs"))
                    .addDirectory(properties.getProperty("log.dirs"))
                    .run();
        } catch (Exception failure) {
            throw failed("cannot prepare " + settings.folder(), failure);
        }
    }

    /** Kafka's Scala half throws checked exceptions without declaring them: whoever calls this has caught Exception. */
    private BrokerException failed(String what, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new BrokerException("Kafka broker on " + bootstrapServers() + ": " + what + ": " + cause, cause);
    }
}
