package io.elbowatch.lab.soak;

import io.elbowatch.lab.broker.ProcessCluster;
import io.elbowatch.lab.process.Hosts;
import io.elbowatch.lab.process.Hosts.Way;
import io.elbowatch.lab.process.JavaProcess;
import io.elbowatch.lab.process.SmallDisk;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Injects faults into brokers and scorers as processes on hosts, one at a time, and repairs them. */
final class ProcessFaults {
    private static final double LOST_SHARE = 0.1;
    private static final List<Way> BOTH = List.of(Way.IN, Way.OUT);

    private final ProcessCluster cluster;
    private final Hosts hosts;
    private final Scorers scorers;
    private final Roles roles;
    private final Runnable repaired;

    /** What ends a fault, whatever happens meanwhile. */
    private interface Repair {
        void perform();
    }

    /** @param repaired is called when the cause of a fault is gone, while the fault still waits for replicas */
    ProcessFaults(ProcessCluster cluster, Hosts hosts, Scorers scorers, Roles roles, Runnable repaired) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.scorers = scorers;
        this.roles = roles;
        this.repaired = repaired;
    }

    void perform(Fault fault) throws InterruptedException {
        String images = Topics.DEFAULT.images();
        Duration length = fault.length();
        switch (fault.kind()) {
            case KILL_ALL_SCORERS -> killScorers();
            case KILL_BROKER_OF_INPUT -> kill(List.of(roles.leader(images, fault.partition())), length);
            case KILL_BROKER_OF_OUTPUT ->
                kill(List.of(roles.leader(Topics.DEFAULT.scores(), fault.partition())), length);
            case KILL_BROKER_OF_TRANSACTIONS -> kill(List.of(roles.leaderOfTransactions(fault.partition())), length);
            case KILL_COORDINATOR -> kill(List.of(roles.coordinator()), length);
            case KILL_CONTROLLER -> kill(List.of(roles.controller()), length);
            case KILL_TWO_BROKERS -> kill(others(roles.leader(images, fault.partition())), length);
            case KILL_ALL_BROKERS -> kill(cluster.numbers(), length);
            case PAUSE_BROKER -> {
                int node = roles.leader(images, fault.partition());
                cluster.pause(node);
                sleepAndRepair(length, () -> cluster.resume(node));
            }
            case ROLLING_RESTART -> restartAll();
            case BROKER_CUT_FROM_BROKERS -> cutFromBrokers(fault, BOTH);
            case BROKER_HEARS_NO_BROKER -> cutFromBrokers(fault, List.of(Way.IN));
            case BROKER_CUT_OFF -> {
                int node = roles.leader(images, fault.partition());
                hosts.isolate(node);
                sleepAndRepair(length, () -> hosts.heal(node));
            }
            case SCORER_CUT_OFF -> {
                int host = Scorers.host(fault.slot());
                hosts.isolate(host);
                sleepAndRepair(length, () -> hosts.heal(host));
            }
            case SCORER_CUT_FROM_COORDINATOR -> {
                int host = Scorers.host(fault.slot());
                hosts.cut(host, List.of(cluster.address(roles.coordinator())), BOTH);
                sleepAndRepair(length, () -> hosts.heal(host));
            }
            case BROKER_LOSES_PACKETS -> {
                int node = roles.leader(images, fault.partition());
                hosts.lose(node, LOST_SHARE);
                sleepAndRepair(length, () -> hosts.heal(node));
            }
            case BROKER_IS_FAR -> {
                int node = roles.leader(images, fault.partition());
                hosts.delay(node);
                sleepAndRepair(length, () -> hosts.heal(node));
            }
            case DISK_FULL -> {
                SmallDisk disk = cluster.smallDisk().orElseThrow();
                int node = cluster.numbers().size();
                disk.fill();
                sleepAndRepair(length, () -> {
                    disk.empty();
                    cluster.restart(node);
                });
            }
            case CLOCK_JUMPS_OF_SCORER -> jump(Scorers.host(fault.slot()), fault);
            case CLOCK_JUMPS_OF_BROKER -> jump(roles.leader(images, fault.partition()), fault);
            default -> throw new IllegalArgumentException(fault.kind() + " needs no brokers as processes");
        }
    }

    private void jump(int host, Fault fault) throws InterruptedException {
        hosts.setClock(host, fault.clockJump());
        sleepAndRepair(fault.length(), () -> hosts.setClock(host, Duration.ZERO));
    }

    private void killScorers() {
        List<Integer> slots = Stream.of(0, Scorers.HOOKED, Scorers.THIRD)
                .filter(scorers::shallRun)
                .toList();
        slots.forEach(slot -> {
            JavaProcess process = scorers.release(slot);
            process.kill();
        });
        slots.forEach(scorers::start);
    }

    private void kill(Collection<Integer> nodes, Duration down) throws InterruptedException {
        nodes.forEach(cluster::kill);
        sleepAndRepair(down, () -> nodes.forEach(cluster::restart));
    }

    private void restartAll() throws InterruptedException {
        for (int node : cluster.numbers()) {
            cluster.stop(node);
            cluster.restart(node);
            cluster.awaitAnswer(node); // what the others say may be older than its end
            roles.awaitAllReplicas();
        }
    }

    private void cutFromBrokers(Fault fault, List<Way> ways) throws InterruptedException {
        int node = roles.leader(Topics.DEFAULT.images(), fault.partition());
        hosts.cut(node, others(node).stream().map(cluster::address).toList(), ways);
        sleepAndRepair(fault.length(), () -> hosts.heal(node));
    }

    private List<Integer> others(int node) {
        return cluster.numbers().stream().filter(number -> number != node).toList();
    }

    private void sleepAndRepair(Duration length, Repair repair) throws InterruptedException {
        try {
            Thread.sleep(length.toMillis());
        } finally {
            repair.perform();
        }
        repaired.run();
        roles.awaitAllReplicas();
    }
}
