package io.elbowatch.brokers;

import io.elbowatch.testing.Program;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Kafka node of a released version, broker and controller, in a process of its own. Its data and its ports stay the same
 * when it is killed and started again.
 */
final class ReleasedBroker implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /** It lives shortly: the second JIT compiler would cost more than it saves. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true");

    private final Path jars;
    private final Path folder;
    private final int port;
    private int starts;
    private Program process;

    private ReleasedBroker(Path jars, Path folder, int port) {
        this.jars = jars;
        this.folder = folder;
        this.port = port;
    }

    /** A running broker without topics. @param jars of one version @param folder for its data and logs */
    static ReleasedBroker start(Path jars, Path folder) throws IOException {
        int[] ports = freePorts();
        ReleasedBroker broker = new ReleasedBroker(jars, folder, ports[0]);
        try (Writer file = Files.newBufferedWriter(broker.settings())) {
            settings(folder, ports[0], ports[1]).store(file, null);
        }
        Program format = broker.run(
                "format",
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                broker.settings().toString());
        assertThat(format.awaitExit(TIMEOUT)).as(format.output()).isZero();
        broker.start();
        return broker;
    }

    /** Starts it on its data and waits until it answers. */
    void start() {
        process = run("broker-" + starts++, "kafka.Kafka", settings().toString());
        try (Admin admin = admin()) {
            await().atMost(TIMEOUT).until(() -> {
                assertThat(process.runs()).as(() -> process.output()).isTrue();
                return answers(admin);
            });
        }
    }

    private static boolean answers(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false; // It is starting.
        }
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.kill();
        process.awaitExit(TIMEOUT);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    /** @param topics partitions by name */
    void createTopics(Map<String, Integer> topics) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(topics.entrySet().stream()
                            .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** The versions of the features that are in force, by name. */
    Map<String, Integer> features() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            Map<String, FinalizedVersionRange> features =
                    admin.describeFeatures().featureMetadata().get().finalizedFeatures();
            return features.entrySet().stream().collect(toMap(Map.Entry::getKey, feature ->
                    (int) feature.getValue().maxVersionLevel()));
        }
    }

    private Program run(String name, String... arguments) {
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        OPTIONS.stream(),
                        Stream.of("-cp", jars.toAbsolutePath() + "/*"),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
        return Program.start(folder.resolve(name + ".log"), folder, Map.of(), command);
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private static Properties settings(Path folder, int clients, int controller) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://127.0.0.1:" + clients + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + clients,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", folder.resolve("data").toString(),
                "auto.create.topics.enable", "false"));
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
        }
        settings.putAll(Map.of(
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.min.isr", "1",
                // Kafka's 50 partitions each are for large servers.
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20),
                "group.initial.rebalance.delay.ms", "0",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
                "group.streams.min.session.timeout.ms", "1000",
                "group.streams.session.timeout.ms", "6000"));
        return settings;
    }

    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket other = new ServerSocket(0, 1, loopback)) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    /** Ends it at once; its data is that of the test. */
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
