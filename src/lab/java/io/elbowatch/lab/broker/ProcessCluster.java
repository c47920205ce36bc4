package io.elbowatch.lab.broker;

import io.elbowatch.lab.broker.BrokerSettings.Ports;
import io.elbowatch.lab.process.Guard;
import io.elbowatch.lab.process.Hosts;
import io.elbowatch.lab.process.JavaProcess;
import io.elbowatch.lab.process.JavaProgram;
import io.elbowatch.lab.process.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Kafka nodes as processes of their own, each on its host, with the timeouts that docs/reliability.md recommends. Host and
 * node have the same number. Starts do not wait until a node answers. All methods may be called from any thread.
 */
public final class ProcessCluster implements BrokerCluster {
    /** Name of the file that keeps the data of the nodes after their end. Data on the small disk is lost. */
    public static final String KEEP = "keep";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final List<String> OPTIONS =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final Hosts hosts;
    private final Path folder;
    private final BrokerProgram program;
    private final List<Node> nodes = new ArrayList<>();
    private Optional<SmallDisk> disk = Optional.empty();
    private int starts;

    private static final class Node {
        private final BrokerSettings settings;
        private final Path file;
        private JavaProcess process; // null before its first start

        private Node(BrokerSettings settings, Path file) {
            this.settings = settings;
            this.file = file;
        }
    }

    private ProcessCluster(Hosts hosts, Path folder, BrokerProgram program) {
        this.hosts = hosts;
        this.folder = folder;
        this.program = program;
    }

    /**
     * Starts nodes and waits until all of them answer.
     *
     * @param folder for data and logs; the guard removes the data, unless the folder has a file {@link #KEEP} by then
     * @param smallDisk whether the data of the last node lie on a disk that can be filled up
     */
    public static ProcessCluster start(
            int size, Hosts hosts, Guard guard, Path folder, BrokerProgram program, boolean smallDisk) {
        ProcessCluster cluster = new ProcessCluster(hosts, folder, program);
        List<Ports> free = FreePorts.of(size, 0);
        List<Ports> ports = IntStream.rangeClosed(1, size)
                .mapToObj(number -> new Ports(
                        hosts.address(number),
                        free.get(number - 1).clients(),
                        free.get(number - 1).controller()))
                .toList();
        Uuid id = Uuid.randomUuid();
        for (int number = 1; number <= size; number++) {
            Path data = created(folder.resolve("broker-" + number));
            guard.undo("[ -e '" + folder.resolve(KEEP) + "' ] || rm -rf '" + data + "'");
            if (smallDisk && number == size) {
                cluster.disk = Optional.of(SmallDisk.mount(guard, data));
            }
            BrokerSettings settings =
                    new BrokerSettings(number, ports, created(data.resolve("log")), BrokerSettings::shortRecovery);
            Path file = folder.resolve("broker-" + number + ".properties");
            write(settings, file);
            cluster.nodes.add(new Node(settings, file));
            cluster.format(number, id);
        }
        for (int number = 1; number <= size; number++) {
            cluster.restart(number);
        }
        cluster.awaitAnswers();
        return cluster;
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for a broker", e);
        }
    }

    private static void write(BrokerSettings settings, Path file) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.properties().store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("no settings for a broker", e);
        }
    }

    private void format(int number, Uuid id) {
        Node node = nodes.get(number - 1);
        if (program.version().isEmpty()) {
            BrokerNode.format(node.settings, id);
            return;
        }
        Path log = folder.resolve("format-" + number + ".log");
        awaitEnd(start(number, program.format(id.toString(), node.file), log), START_TIMEOUT);
        if (!Files.exists(node.settings.folder().resolve("meta.properties"))) {
            throw new BrokerException(
                    "Kafka " + program.version().get() + " has prepared no data folder: see " + log, null);
        }
    }

    private JavaProcess start(int number, List<String> arguments, Path log) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(program.options());
        return hosts.start(number, new JavaProgram(program.classPath(), options, arguments, Map.of(), log));
    }

    private void awaitAnswers() {
        await(bootstrapServers(), nodes.size());
    }

    /** Waits until a node answers, which it does when it has read the metadata and takes part again. */
    public void awaitAnswer(int number) {
        await(nodes.get(number - 1).settings.bootstrapServers(), 1);
    }

    /** Waits until one of the servers answers and knows of so many nodes. */
    private void await(String servers, int known) {
        long endNanos = System.nanoTime() + START_TIMEOUT.toNanos();
        try (BrokerAdmin admin = new BrokerAdmin(servers)) {
            while (answering(admin) < known) {
                if (System.nanoTime() - endNanos > 0) {
                    throw new BrokerException(
                            "not all brokers answer " + START_TIMEOUT.toSeconds()
                                    + " s after their start; their logs are in " + folder,
                            null);
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
    }

    private int answering(BrokerAdmin admin) {
        try {
            return admin.call(
                            "describe the cluster",
                            client -> client.describeCluster().nodes())
                    .size();
        } catch (BrokerException e) {
            return 0; // none answers yet
        }
    }

    /** The disk of the last node; empty where it is as large as that of the others. */
    public Optional<SmallDisk> smallDisk() {
        return disk;
    }

    /** The numbers of all nodes. */
    public List<Integer> numbers() {
        return IntStream.rangeClosed(1, nodes.size()).boxed().toList();
    }

    /** The address of a node's host. */
    public String address(int number) {
        return hosts.address(number);
    }

    @Override
    public String bootstrapServers() {
        return nodes.stream().map(node -> node.settings.bootstrapServers()).collect(Collectors.joining(","));
    }

    @Override
    public int size() {
        return nodes.size();
    }

    /** SIGTERM, and SIGKILL for a node that does not end within a minute: Kafka waits for a controller that is gone. */
    @Override
    public void stop(int number) {
        JavaProcess process = process(number);
        process.terminate();
        awaitEnd(process, STOP_TIMEOUT);
    }

    private static void awaitEnd(JavaProcess process, Duration timeout) {
        try {
            if (!process.awaitEnd(timeout)) {
                process.kill();
            }
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a node, unless it runs. */
    @Override
    public synchronized void restart(int number) {
        Node node = nodes.get(number - 1);
        if (node.process != null && node.process.runs()) {
            return;
        }
        Path log = folder.resolve(String.format(Locale.ROOT, "broker-%d-%04d.log", number, ++starts));
        node.process = start(number, program.node(node.file), log);
    }

    /** SIGKILL; returns when the node is gone. */
    public void kill(int number) {
        JavaProcess process = process(number);
        process.kill();
        awaitEnd(process, STOP_TIMEOUT);
    }

    /** SIGSTOP. */
    public void pause(int number) {
        process(number).pause();
    }

    /** SIGCONT. */
    public void resume(int number) {
        process(number).resume();
    }

    public boolean runs(int number) {
        return process(number).runs();
    }

    private synchronized JavaProcess process(int number) {
        return nodes.get(number - 1).process;
    }

    /** Kills all nodes. */
    @Override
    public synchronized void close() {
        nodes.stream().filter(node -> node.process != null).forEach(node -> node.process.close());
    }
}
