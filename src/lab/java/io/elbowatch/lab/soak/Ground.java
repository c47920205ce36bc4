package io.elbowatch.lab.soak;

import io.elbowatch.lab.broker.BrokerCluster;
import io.elbowatch.lab.broker.BrokerProgram;
import io.elbowatch.lab.broker.CommittedReader;
import io.elbowatch.lab.broker.EmbeddedCluster;
import io.elbowatch.lab.broker.ProcessCluster;
import io.elbowatch.lab.process.Abilities;
import io.elbowatch.lab.process.Ability;
import io.elbowatch.lab.process.FakeClocks;
import io.elbowatch.lab.process.Guard;
import io.elbowatch.lab.process.Hosts;
import io.elbowatch.lab.process.Loopback;
import io.elbowatch.lab.process.Namespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a soak runs on: a folder for data and logs, hosts, the cluster on them, and what the machine can do to both.
 *
 * @param processes the cluster again, where its brokers are processes
 * @param httpPort where the first scorer tells its health
 */
record Ground(
        Guard guard,
        Path folder,
        Hosts hosts,
        BrokerCluster cluster,
        Optional<ProcessCluster> processes,
        Abilities abilities,
        int httpPort) {

    /** Sets it up. @param folder for data and logs @param brokers their number */
    static Ground of(SoakPlan plan, Guard guard, Path folder, int brokers) {
        if (!plan.processes()) {
            return new Ground(
                    guard,
                    folder,
                    new Loopback(guard),
                    EmbeddedCluster.start(brokers),
                    Optional.empty(),
                    Abilities.without("brokers are in this process"),
                    0);
        }
        Abilities abilities = plan.cluster() == SoakPlan.Cluster.LOOPBACK
                ? Abilities.loopback("all is on the loopback interface")
                : Abilities.probe(guard, folder);
        Hosts network = abilities.missing().containsKey(Ability.CUTS)
                ? new Loopback(guard)
                : Namespaces.of(guard, numbers(brokers));
        // Only where a fault needs it: every look at a clock costs more with it.
        Hosts hosts = abilities.missing().containsKey(Ability.CLOCK) || !plan.mayHave(Ability.CLOCK)
                ? network
                : FakeClocks.of(network, folder);
        ProcessCluster cluster = ProcessCluster.start(
                brokers,
                hosts,
                guard,
                folder,
                plan.brokers()
                        .orElseGet(
                                () -> BrokerProgram.ofThisBuild(plan.program().classPath())),
                !abilities.missing().containsKey(Ability.SMALL_DISK));
        return new Ground(guard, folder, hosts, cluster, Optional.of(cluster), abilities, freePort());
    }

    /** Of all hosts. */
    private static List<Integer> numbers(int brokers) {
        return Stream.concat(
                        IntStream.rangeClosed(1, brokers).boxed(),
                        Stream.of(0, Scorers.HOOKED, Scorers.THIRD).map(Scorers::host))
                .toList();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port on the loopback interface", e);
        }
    }

    /** The client that sends images. */
    ImageSender sender(SoakPlan plan) {
        return plan.librdkafka()
                ? new LibrdkafkaSender(cluster.bootstrapServers(), guard, folder)
                : new KafkaSender(cluster.bootstrapServers());
    }

    /** The client that reads what becomes of them. */
    OutcomeReader reader(SoakPlan plan) {
        return plan.librdkafka()
                ? new LibrdkafkaReader(cluster.bootstrapServers(), Soak.OUTCOMES, guard, folder)
                : OutcomeReader.ofKafka(
                        CommittedReader.fromBeginning(cluster.bootstrapServers(), Soak.OUTCOMES.keySet()));
    }

    /** The faults that this machine cannot inject, in words. */
    List<String> missing() {
        if (processes.isEmpty()) {
            return List.of();
        }
        return Stream.of(FaultKind.values())
                .filter(kind ->
                        kind.needs().filter(abilities.missing()::containsKey).isPresent())
                .map(kind -> "fault " + kind.label() + " is skipped: "
                        + abilities.missing().get(kind.needs().orElseThrow()))
                .toList();
    }
}
