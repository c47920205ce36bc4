package io.elbowatch.lab.soak;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.BrokerCluster;
import io.elbowatch.lab.broker.BrokerException;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** One run on a cluster: sends images, injects faults, reads results, waits for the last image, and counts. */
final class SoakRun {
    /** Maximum of images on their way, which bounds the disk space of the topics. */
    static final int MAX_AHEAD = 20_000;

    private static final int MIN_AHEAD = 500;
    private static final double SECONDS_AHEAD = 5;

    private static final String REMEDY = "see the logs named above; run it again with the same seed";
    private static final long TICK_MILLIS = 50;
    private static final int TICKS_BETWEEN_CHECKS = 20;
    /** Longer than a session, a transaction and the start of a scorer together, on a loaded machine. */
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(4);
    /** Longer than a rebalance that waits for members that are gone. */
    private static final Duration HELP_AFTER = Duration.ofSeconds(110);

    /** Committed records are read within this time. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Duration REPAIR_TIMEOUT = Duration.ofSeconds(90);
    /** Also for a broker that was killed: its logs are read again, and its old registration expires. */
    private static final Duration REPAIR_TIMEOUT_OF_PROCESSES = Duration.ofSeconds(180);

    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
    private static final List<TopicPartition> IMAGES = IntStream.range(0, Soak.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topics.DEFAULT.images(), partition))
            .toList();

    private final SoakPlan plan;
    private final BooleanSupplier stopped;
    private final Ground ground;
    private final BrokerCluster cluster;
    private final BrokerAdmin admin;
    private final Scorers scorers;
    private final ImagePool pool;
    private final Optional<ImageStore> store; // empty where all records have their images
    private final Optional<PlanLog> plans; // empty with one model throughout

    private final NumberedImages images;
    private final RecoveryWatch watch;
    private final Ledger ledger;
    private final Roles roles;
    private final List<Recovery> recoveries = new CopyOnWriteArrayList<>();
    private final SettingsOrder settings;
    private final IncidentReplay replay = new IncidentReplay();
    private final FaultPace pace;
    private final Progress progress;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int limit;
    private volatile boolean sending = true;
    private volatile boolean reading = true;

    SoakRun(
            SoakPlan plan,
            BooleanSupplier stopped,
            Ground ground,
            BrokerAdmin admin,
            Scorers scorers,
            ImagePool pool,
            Optional<ImageStore> store,
            Optional<PlanLog> plans,
            Consumer<String> out) {
        this.plan = plan;
        this.stopped = stopped;
        this.ground = ground;
        this.cluster = ground.cluster();
        this.admin = admin;
        this.scorers = scorers;
        this.pool = pool;
        this.store = store;
        this.plans = plans;
        this.images = new NumberedImages(pool, plan.seed(), !plan.naive());
        this.watch = new RecoveryWatch(Soak.PARTITIONS, System::nanoTime);
        this.ledger = new Ledger(images, watch);
        this.settings = new SettingsOrder(images, Soak.PARTITIONS);
        this.pace = new FaultPace(
                plan.images(),
                plan.faults(),
                plan.faultEvery().toMillis(),
                plan.processes() ? OptionalDouble.of(plan.perSecond()) : OptionalDouble.empty());
        this.roles = new Roles(admin, plan.processes() ? REPAIR_TIMEOUT_OF_PROCESSES : REPAIR_TIMEOUT);
        this.progress = new Progress(out, ledger);
    }

    /** @param versions of the bundle that scores may name @throws Refusal when the soak itself fails */
    SoakResult run(List<String> versions) throws InterruptedException {
        try (OutcomeReader reader = ground.reader(plan);
                ImageSender sender = ground.sender(plan);
                OutcomeChecker checker = new OutcomeChecker(reader, pool, versions, plans, settings, ledger, replay);
                Feed feed =
                        new Feed(sender, images, store, Soak.PARTITIONS, plan.seed(), pace.imagesPerSecond(), watch)) {
            return run(checker, feed, new ClusterFaults(cluster, admin, feed, roles, this::repaired));
        } catch (BrokerException e) {
            throw new Refusal("the cluster does not answer: " + e.getMessage(), REMEDY, e);
        }
    }

    private SoakResult run(OutcomeChecker checker, Feed feed, ClusterFaults clusterFaults) throws InterruptedException {
        try (ModelFaults models = new ModelFaults(cluster.bootstrapServers(), plans.orElse(PlanLog.NONE), plan.seed());
                HealthWatch health = HealthWatch.of(scorers.health(0));
                FaultRunner faults = new FaultRunner(
                        measured(new ScorerFaults(scorers)::perform, health, clusterFaults),
                        measured(clusterFaults::perform, health, clusterFaults),
                        measured(models::perform, health, clusterFaults),
                        measured(fault -> store.orElseThrow().away(fault.length()), health, clusterFaults))) {
            clusterFaults.prepare();
            if (plan.processes()) {
                health.start();
            }
            scorers.start(0);
            scorers.start(Scorers.HOOKED);
            Thread readerThread = start("soak-reader", () -> read(checker));
            Thread feedThread = start("soak-feed", () -> send(feed));
            try {
                injectAndWait(feed, clusterFaults, faults);
                if (!stopped.getAsBoolean()) {
                    scorers.terminate(0);
                    scorers.terminate(Scorers.HOOKED);
                }
            } finally {
                sending = false;
                reading = false;
                readerThread.join();
                feedThread.join();
            }
            throwFailure(faults, feed);
            if (feed.arrived() < feed.sent() && !stopped.getAsBoolean()) {
                throw new Refusal(
                        String.format(
                                Locale.ROOT,
                                "%d of %d images did not enter",
                                feed.sent() - feed.arrived(),
                                feed.sent()),
                        REMEDY);
            }
            settle(checker);
            return result(
                    feed,
                    faults,
                    checker,
                    overtaken(feed.sent(), clusterFaults),
                    clusterFaults.coordinatorsRestarted());
        }
    }

    /** With brokers as processes a fault lasts until the cluster is whole and images leave every partition. */
    private FaultRunner.Performer measured(
            FaultRunner.Performer performer, HealthWatch health, ClusterFaults clusterFaults) {
        if (ground.processes().isEmpty()) {
            return performer;
        }
        ProcessFaults processes =
                new ProcessFaults(ground.processes().get(), ground.hosts(), scorers, roles, this::repaired);
        return fault -> {
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
                help(clusterFaults, "the group has not been stable for ");
                if (!isGroupStable()) {
                    progress.report("the group is not stable: the recovery from this fault is not measured");
                    return;
                }
            }
            watch.whole();
            long beginNanos = System.nanoTime();
            while (!watch.over()) {
                if (!sending) {
                    return;
                }
                long nanos = System.nanoTime() - beginNanos;
                if (!helped && nanos > HELP_AFTER.toNanos()) {
                    helped = true;
                    help(clusterFaults, "a partition has given no result for ");
                }
                if (nanos > STALL_TIMEOUT.toNanos()) {
                    reportStall("a partition has given no result for ");
                    return;
                }
                Thread.sleep(TICK_MILLIS);
            }
            recoveries.add(watch.end(fault.kind(), health.said()));
        };
    }

    private boolean isGroupStable() throws InterruptedException {
        return roles.awaitMembers(
                ScorerSettings.THREADS * scorers.count(), plan.groupProtocol().equals("streams"), HELP_AFTER);
    }

    private void help(ClusterFaults clusterFaults, String why) throws InterruptedException {
        progress.report(
                why + HELP_AFTER.toSeconds() + " s; the broker of the coordinator starts again, as the runbook tells");
        clusterFaults.restartCoordinator();
    }

    private void repaired() {
        if (plan.processes()) {
            watch.repaired();
        }
    }

    private Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler((any, thrown) -> failure.compareAndSet(null, thrown));
        thread.start();
        return thread;
    }

    private void read(OutcomeChecker checker) {
        while (reading) {
            checker.read(POLL_TIMEOUT);
        }
    }

    private void send(Feed feed) {
        while (sending) {
            if (feed.sent() < limit) {
                feed.burst(limit);
            } else {
                LockSupport.parkNanos(Duration.ofMillis(TICK_MILLIS).toNanos());
            }
        }
    }

    /** Returns when every image that was sent has left, or never will. */
    private void injectAndWait(Feed feed, ClusterFaults clusterFaults, FaultRunner faults) throws InterruptedException {
        FaultSchedule schedule = schedule();
        Fault next = schedule.next();
        int begun = 0;
        long lastFaultNanos = System.nanoTime();
        for (int tick = 0; !stopped.getAsBoolean(); tick++) {
            Thread.sleep(TICK_MILLIS);
            throwFailure(faults, feed);
            boolean check = tick % TICKS_BETWEEN_CHECKS == 0;
            if (check) {
                scorers.revive();
            }
            progress.update(feed.sent(), begun);
            // Images that the naive buffer has lost would count as on their way forever.
            int ahead = plan.naive() ? plan.images() : ledger.distinct() + clusterFaults.deletedImages() + maxAhead();
            // With brokers as processes the recovery from the last fault needs images too.
            boolean measuring = plan.processes() && (pace.hasMoreAfter(begun) || !faults.isIdle());
            limit = Math.min(measuring ? Integer.MAX_VALUE : pace.maxSent(begun), ahead);
            sending = sending && !plan.duration().map(progress::lasts).orElse(false);
            if (plan.processes() && !faults.isIdle()) {
                lastFaultNanos = System.nanoTime();
            }
            if (sending && (feed.sent() < plan.images() || plan.faults().isPresent() && pace.hasMoreAfter(begun))) {
                boolean due = ledger.distinct() > 0
                        && pace.due(begun, feed.sent())
                        && System.nanoTime() - lastFaultNanos >= next.pause().toNanos();
                if (due && (plan.processes() ? faults.isIdle() : faults.isFreeFor(next))) {
                    progress.report(next.describe());
                    faults.begin(next);
                    begun++;
                    lastFaultNanos = System.nanoTime();
                    next = schedule.next();
                }
            } else if (check && faults.isIdle() && isOver(feed)) {
                return;
            }
            if (progress.quietFor(STALL_TIMEOUT)) {
                reportStall("nothing has left for ");
                return;
            }
        }
    }

    private void reportStall(String what) {
        progress.report(what + STALL_TIMEOUT.toSeconds() + " s; the logs of the scorers say what their threads do");
        scorers.dumpThreads();
    }

    /** With brokers as processes a backlog from before a fault would count as a part of its recovery. */
    private int maxAhead() {
        return plan.processes() ? (int) Math.max(MIN_AHEAD, SECONDS_AHEAD * plan.perSecond()) : MAX_AHEAD;
    }

    private FaultSchedule schedule() {
        boolean models = plans.isPresent();
        List<FaultKind> possible = plan.processes()
                ? FaultKind.ofProcesses(
                        models, store.isPresent(), ground.abilities().missing().keySet())
                : FaultKind.of(models, store.isPresent());
        List<FaultKind> kinds = possible.stream()
                .filter(kind -> plan.only().isEmpty() || plan.only().contains(kind))
                .toList();
        if (kinds.isEmpty()) {
            throw new Refusal(
                    "this soak has no faults of the kinds given", "leave --only out, or see docs/reliability.md");
        }
        return new FaultSchedule(
                plan.seed(),
                plan.faultEvery(),
                plan.processes() ? FaultSchedule.LONGEST_OF_PROCESSES : FaultSchedule.LONGEST,
                kinds,
                Soak.PARTITIONS);
    }

    private boolean isOver(Feed feed) {
        return feed.arrived() >= feed.sent()
                && (ledger.distinct() >= feed.sent() || progress.quietFor(QUIET) && allCommitted());
    }

    /** Whether the scorers have committed every image: an image that has not left by then is lost. */
    private boolean allCommitted() {
        Map<TopicPartition, Long> committed = admin.committed(ScorerSettings.APPLICATION);
        return admin.ends(IMAGES, IsolationLevel.READ_UNCOMMITTED).entrySet().stream()
                .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void throwFailure(FaultRunner faults, Feed feed) {
        Optional<Throwable> failed =
                Optional.ofNullable(failure.get()).or(faults::failure).or(feed::failure);
        if (failed.isPresent() && !stopped.getAsBoolean()) {
            throw new Refusal("the soak failed: " + failed.get(), REMEDY, failed.get());
        }
    }

    /** Reads to the end of all topics, once no transaction is open. */
    private void settle(OutcomeChecker checker) {
        long endNanos = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
        while (!stopped.getAsBoolean()) {
            Map<TopicPartition, Long> ends = admin.ends(checker.partitions(), IsolationLevel.READ_UNCOMMITTED);
            if (ends.equals(admin.ends(checker.partitions(), IsolationLevel.READ_COMMITTED))
                    && checker.hasReached(ends)) {
                return;
            }
            if (System.nanoTime() - endNanos > 0) {
                throw new Refusal(
                        "a transaction is open " + SETTLE_TIMEOUT + " after the last scorer has ended", REMEDY);
            }
            checker.read(POLL_TIMEOUT);
        }
    }

    /** Images that were deleted before they left. Images of a partition enter in the order of their numbers. */
    private int overtaken(int sent, ClusterFaults faults) {
        int[] next = new int[Soak.PARTITIONS];
        int overtaken = 0;
        for (int number = 0; number < sent; number++) {
            int partition = images.source(number) % Soak.PARTITIONS;
            boolean deleted = faults.deleted(partition, next[partition]++);
            overtaken += deleted && !ledger.has(number) ? 1 : 0;
        }
        return overtaken;
    }

    private SoakResult result(
            Feed feed, FaultRunner faults, OutcomeChecker checker, int overtaken, int coordinatorsRestarted) {
        return new SoakResult(
                plan.configuration(),
                plan.exactlyOnce(),
                plan.exactlyOnce() && !plan.naive(),
                feed.sent(),
                feed.sent() - ledger.distinct() - overtaken,
                overtaken,
                ledger.doubled(),
                ledger.disordered(),
                ledger.differing(),
                ledger.wrongAnomalies(),
                replay.agreeing(),
                replay.wrong(),
                faults.begun(),
                coordinatorsRestarted,
                plans.map(PlanLog::taken).orElse(0),
                settings.plansFollowed(),
                settings.planned(),
                plans.map(PlanLog::refused).orElse(0),
                settings.fallen(),
                scorers.started(),
                scorers.endedByThemselves(),
                progress.seconds(),
                plan.seed(),
                checker.examples(),
                recoveries,
                ground.missing());
    }
}
