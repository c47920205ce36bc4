package io.elbowatch.lab.soak;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.BrokerCluster;
import io.elbowatch.lab.broker.BrokerException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One run on a cluster: sends images, injects faults, reads results, waits for the last image, and counts. */
final class SoakRun {
    /** Maximum of images on their way, which bounds the disk space of the topics. */
    static final int MAX_AHEAD = 20_000;

    private static final int MIN_AHEAD = 500;
    private static final double SECONDS_AHEAD = 5;

    static final String REMEDY = "see the logs named above; run it again with the same seed";
    private static final long TICK_MILLIS = 50;
    private static final int TICKS_BETWEEN_CHECKS = 20;
    /** Longer than a session, a transaction and the start of a scorer together, on a loaded machine. */
    static final Duration STALL_TIMEOUT = Duration.ofMinutes(4);
    /** Committed records are read within this time. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Duration REPAIR_TIMEOUT = Duration.ofSeconds(90);
    /** Also for a broker that was killed: its logs are read again, and its old registration expires. */
    private static final Duration REPAIR_TIMEOUT_OF_PROCESSES = Duration.ofSeconds(180);

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
    private final SettingsOrder settings;
    private final IncidentReplay replay = new IncidentReplay();
    private final FaultPace pace;
    private final Progress progress;
    private final CommittedEnds ends;

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
        this.pace = FaultPace.of(plan);
        this.roles = new Roles(admin, plan.processes() ? REPAIR_TIMEOUT_OF_PROCESSES : REPAIR_TIMEOUT);
        this.progress = new Progress(out, ledger);
        this.ends = new CommittedEnds(admin);
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
        Traffic traffic = new Traffic(feed, checker);
        try (ModelFaults models = new ModelFaults(cluster.bootstrapServers(), plans.orElse(PlanLog.NONE), plan.seed());
                HealthWatch health = HealthWatch.of(scorers.health(0))) {
            Optional<MeasuredFaults> measured = measured(clusterFaults, health, traffic);
            try (FaultRunner faults = new FaultRunner(
                    lasting(new ScorerFaults(scorers)::perform, measured),
                    lasting(clusterFaults::perform, measured),
                    lasting(models::perform, measured),
                    lasting(fault -> store.orElseThrow().away(fault.length()), measured))) {
                clusterFaults.prepare();
                if (plan.processes()) {
                    health.start();
                }
                inject(feed, traffic, clusterFaults, faults);
                throwFailure(faults, feed, traffic);
                if (feed.arrived() < feed.sent() && !stopped.getAsBoolean()) {
                    throw new Refusal(
                            String.format(
                                    Locale.ROOT,
                                    "%d of %d images did not enter",
                                    feed.sent() - feed.arrived(),
                                    feed.sent()),
                            REMEDY);
                }
                ends.settle(checker, stopped);
                return result(
                        feed,
                        faults,
                        checker,
                        ledger.overtaken(feed.sent(), clusterFaults::deleted),
                        clusterFaults.coordinatorsRestarted(),
                        measured.map(MeasuredFaults::recoveries).orElse(List.of()));
            }
        }
    }

    /** From the start of the scorers to their end. */
    private void inject(Feed feed, Traffic traffic, ClusterFaults clusterFaults, FaultRunner faults)
            throws InterruptedException {
        scorers.start(0);
        scorers.start(Scorers.HOOKED);
        traffic.start();
        try {
            injectAndWait(feed, traffic, clusterFaults, faults);
            if (!stopped.getAsBoolean()) {
                scorers.terminate(0);
                scorers.terminate(Scorers.HOOKED);
            }
        } finally {
            traffic.end();
        }
    }

    /** Empty with brokers in this process. */
    private Optional<MeasuredFaults> measured(ClusterFaults clusterFaults, HealthWatch health, Traffic traffic) {
        return ground.processes()
                .map(processes -> new MeasuredFaults(
                        plan,
                        scorers,
                        roles,
                        new ProcessFaults(processes, ground.hosts(), scorers, roles, this::repaired),
                        clusterFaults,
                        watch,
                        health,
                        progress,
                        traffic::isSending,
                        this::reportStall));
    }

    /** With brokers as processes a fault lasts until the recovery from it is measured. */
    private static FaultRunner.Performer lasting(FaultRunner.Performer performer, Optional<MeasuredFaults> measured) {
        return measured.<FaultRunner.Performer>map(all -> fault -> all.perform(fault, performer))
                .orElse(performer);
    }

    private void repaired() {
        if (plan.processes()) {
            watch.repaired();
        }
    }

    /** Returns when every image that was sent has left, or never will. */
    private void injectAndWait(Feed feed, Traffic traffic, ClusterFaults clusterFaults, FaultRunner faults)
            throws InterruptedException {
        FaultSchedule schedule = FaultSchedule.of(
                plan,
                plans.isPresent(),
                store.isPresent(),
                ground.abilities().missing().keySet());
        Fault next = schedule.next();
        int begun = 0;
        long lastFaultNanos = System.nanoTime();
        for (int tick = 0; !stopped.getAsBoolean(); tick++) {
            Thread.sleep(TICK_MILLIS);
            throwFailure(faults, feed, traffic);
            boolean check = tick % TICKS_BETWEEN_CHECKS == 0;
            if (check) {
                scorers.revive();
            }
            progress.update(feed.sent(), begun);
            // Images that the naive buffer has lost would count as on their way forever.
            int ahead = plan.naive() ? plan.images() : ledger.distinct() + clusterFaults.deletedImages() + maxAhead();
            // With brokers as processes the recovery from the last fault needs images too.
            boolean measuring = plan.processes() && (pace.hasMoreAfter(begun) || !faults.isIdle());
            traffic.limit(Math.min(measuring ? Integer.MAX_VALUE : pace.maxSent(begun), ahead));
            if (plan.duration().map(progress::lasts).orElse(false)) {
                traffic.stopSending();
            }
            if (plan.processes() && !faults.isIdle()) {
                lastFaultNanos = System.nanoTime();
            }
            if (traffic.isSending()
                    && (feed.sent() < plan.images() || plan.faults().isPresent() && pace.hasMoreAfter(begun))) {
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

    private boolean isOver(Feed feed) {
        return feed.arrived() >= feed.sent()
                && (ledger.distinct() >= feed.sent() || progress.quietFor(QUIET) && ends.haveAllImages());
    }

    private void throwFailure(FaultRunner faults, Feed feed, Traffic traffic) {
        Optional<Throwable> failed = traffic.failure().or(faults::failure).or(feed::failure);
        if (failed.isPresent() && !stopped.getAsBoolean()) {
            throw new Refusal("the soak failed: " + failed.get(), REMEDY, failed.get());
        }
    }

    private SoakResult result(
            Feed feed,
            FaultRunner faults,
            OutcomeChecker checker,
            int overtaken,
            int coordinatorsRestarted,
            List<Recovery> recoveries) {
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
