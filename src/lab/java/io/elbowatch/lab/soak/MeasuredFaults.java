package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Faults with brokers as processes: each lasts until the cluster is whole and images leave every partition, and its
 * recovery is measured. A group or a partition that does not recover is helped once, as the runbook tells an operator.
 */
final class MeasuredFaults {
    /** Longer than a rebalance that waits for members that are gone. */
    private static final Duration HELP_AFTER = Duration.ofSeconds(110);

    private static final long TICK_MILLIS = 50;

    private final SoakPlan plan;
    private final Scorers scorers;
    private final Roles roles;
    private final ProcessFaults processes;
    private final ClusterFaults cluster;
    private final RecoveryWatch watch;
    private final HealthWatch health;
    private final Progress progress;
    private final BooleanSupplier sending;
    private final Consumer<String> stalled;
    private final List<Recovery> recoveries = new CopyOnWriteArrayList<>();

    /**
     * @param sending whether images are sent: without them no recovery can be seen
     * @param stalled hears what has not moved for {@link SoakRun#STALL_TIMEOUT}
     */
    MeasuredFaults(
            SoakPlan plan,
            Scorers scorers,
            Roles roles,
            ProcessFaults processes,
            ClusterFaults cluster,
            RecoveryWatch watch,
            HealthWatch health,
            Progress progress,
            BooleanSupplier sending,
            Consumer<String> stalled) {
        this.plan = plan;
        this.scorers = scorers;
        this.roles = roles;
        this.processes = processes;
        this.cluster = cluster;
        this.watch = watch;
        this.health = health;
        this.progress = progress;
        this.sending = sending;
        this.stalled = stalled;
    }

    /** Performs a fault and waits for the recovery. @param performer of faults that need no brokers as processes */
    void perform(Fault fault, FaultRunner.Performer performer) throws Exception {
        health.begin();
        watch.began();
        if (fault.kind().needs().isPresent()) {
            processes.perform(fault);
        } else {
            performer.perform(fault);
        }
        watch.repaired();
        roles.awaitAllReplicas();
        boolean helped = !isGroupStable();
        if (helped) {
            help("the group has not been stable for ");
            if (!isGroupStable()) {
                progress.report("the group is not stable: the recovery from this fault is not measured");
                return;
            }
        }
        watch.whole();
        if (awaitImages(helped)) {
            recoveries.add(watch.end(fault.kind(), health.said()));
        }
    }

    /** Whether an image has left every partition; not so where none are sent any more, or a partition stands still. */
    private boolean awaitImages(boolean helpedBefore) throws InterruptedException {
        boolean helped = helpedBefore;
        long beginNanos = System.nanoTime();
        while (!watch.over()) {
            if (!sending.getAsBoolean()) {
                return false;
            }
            long nanos = System.nanoTime() - beginNanos;
            if (!helped && nanos > HELP_AFTER.toNanos()) {
                helped = true;
                help("a partition has given no result for ");
            }
            if (nanos > SoakRun.STALL_TIMEOUT.toNanos()) {
                stalled.accept("a partition has given no result for ");
                return false;
            }
            Thread.sleep(TICK_MILLIS);
        }
        return true;
    }

    private boolean isGroupStable() throws InterruptedException {
        return roles.awaitMembers(
                ScorerSettings.THREADS * scorers.count(), plan.groupProtocol().equals("streams"), HELP_AFTER);
    }

    private void help(String why) throws InterruptedException {
        progress.report(
                why + HELP_AFTER.toSeconds() + " s; the broker of the coordinator starts again, as the runbook tells");
        cluster.restartCoordinator();
    }

    /** From every fault that was overcome, in their order. */
    List<Recovery> recoveries() {
        return recoveries;
    }
}
