package io.elbowatch.lab.soak;

import io.elbowatch.lab.broker.EmbeddedCluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** One run on a cluster that stands: sends, breaks, reads, waits for the last image, and counts. */
final class SoakRun {
    /** So many images may be on their way: they bound the disk that topics take. */
    static final int MOST_AHEAD = 20_000;

    private static final long TICK_MILLIS = 50;
    private static final int TICKS_BETWEEN_LOOKS = 20;
    /** Longer than a session, a transaction and the start of a scorer together, on a machine that has better to do. */
    private static final Duration STALLED = Duration.ofMinutes(4);
    /** What is committed is read within this. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Duration SETTLING = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(200);

    private final SoakPlan plan;
    private final BooleanSupplier stopped;
    private final EmbeddedCluster cluster;
    private final Admin admin;
    private final Scorers scorers;
    private final ImagePool pool;

    private final NumberedImages images;
    private final Ledger ledger;
    private final IncidentReplay replay = new IncidentReplay();
    private final ClusterOffsets offsets;
    private final FaultPace pace;
    private final Progress progress;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int limit;
    private volatile boolean sending = true;
    private volatile boolean reading = true;

    SoakRun(
            SoakPlan plan,
            BooleanSupplier stopped,
            EmbeddedCluster cluster,
            Admin admin,
            Scorers scorers,
            ImagePool pool,
            Consumer<String> say) {
        this.plan = plan;
        this.stopped = stopped;
        this.cluster = cluster;
        this.admin = admin;
        this.scorers = scorers;
        this.pool = pool;
        this.images = new NumberedImages(pool, plan.seed());
        this.ledger = new Ledger(images);
        this.offsets = new ClusterOffsets(admin, Soak.PARTITIONS);
        this.pace =
                new FaultPace(plan.images(), plan.faults(), plan.faultEvery().toMillis());
        this.progress = new Progress(say, ledger);
    }

    /** @param versions of the bundle that scores may name */
    SoakResult run(List<String> versions) throws InterruptedException {
        String servers = cluster.bootstrapServers();
        ClusterFaults clusterFaults = new ClusterFaults(cluster, admin, Soak.PARTITIONS);
        try (OutcomeReader reader = new OutcomeReader(servers, pool, versions, ledger, replay);
                Feed feed = new Feed(servers, images, Soak.PARTITIONS, plan.seed(), pace.imagesPerSecond());
                FaultLanes lanes = new FaultLanes(new ScorerFaults(scorers)::perform, clusterFaults::perform)) {
            clusterFaults.prepare();
            scorers.start(0);
            scorers.start(Scorers.HOOKED);
            Thread readerThread = start("soak-reader", () -> read(reader));
            Thread feedThread = start("soak-feed", () -> send(feed));
            try {
                breakAndWait(feed, lanes);
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
            rethrow(lanes, feed);
            if (feed.arrived() < feed.sent() && !stopped.getAsBoolean()) {
                throw new SoakException(
                        "%d of %d images did not enter".formatted(feed.sent() - feed.arrived(), feed.sent()), null);
            }
            settle(reader);
            return result(feed, lanes, reader);
        } catch (ExecutionException e) {
            throw new SoakException("the cluster does not answer: " + e.getCause(), e);
        }
    }

    private Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler((any, thrown) -> failure.compareAndSet(null, thrown));
        thread.start();
        return thread;
    }

    private void read(OutcomeReader reader) {
        while (reading) {
            reader.read(POLL);
        }
    }

    private void send(Feed feed) {
        while (sending && feed.sent() < plan.images()) {
            if (feed.sent() < limit) {
                feed.burst(limit);
            } else {
                LockSupport.parkNanos(Duration.ofMillis(TICK_MILLIS).toNanos());
            }
        }
    }

    /** Until all that was sent has left, or never will. */
    private void breakAndWait(Feed feed, FaultLanes lanes) throws InterruptedException, ExecutionException {
        FaultSchedule schedule =
                new FaultSchedule(plan.seed(), plan.faultEvery(), Arrays.asList(FaultKind.values()), Soak.PARTITIONS);
        Fault next = schedule.next();
        int begun = 0;
        long lastFaultNanos = System.nanoTime();
        for (int tick = 0; !stopped.getAsBoolean(); tick++) {
            Thread.sleep(TICK_MILLIS);
            rethrow(lanes, feed);
            boolean look = tick % TICKS_BETWEEN_LOOKS == 0;
            if (look) {
                scorers.revive();
            }
            progress.look(feed.sent(), begun);
            // What a naive buffer has lost is on its way for ever.
            int ahead = plan.naive() ? plan.images() : ledger.distinct() + MOST_AHEAD;
            limit = Math.min(pace.mostSent(begun), ahead);
            sending = sending && !plan.duration().map(progress::lasts).orElse(false);
            if (sending && (feed.sent() < plan.images() || plan.faults().isPresent() && pace.hasMoreAfter(begun))) {
                boolean due = ledger.distinct() > 0
                        && pace.due(begun, feed.sent())
                        && System.nanoTime() - lastFaultNanos >= next.pause().toNanos();
                if (due && lanes.isFreeFor(next)) {
                    progress.tell(next.describe());
                    lanes.begin(next);
                    begun++;
                    lastFaultNanos = System.nanoTime();
                    next = schedule.next();
                }
            } else if (look && lanes.isIdle() && isOver(feed)) {
                return;
            }
            if (progress.quietFor(STALLED)) {
                progress.tell("nothing has left for " + STALLED.toSeconds() + " s");
                return;
            }
        }
    }

    private boolean isOver(Feed feed) throws InterruptedException, ExecutionException {
        return feed.arrived() >= feed.sent()
                && (ledger.distinct() >= feed.sent() || progress.quietFor(QUIET) && offsets.allCommitted());
    }

    private void rethrow(FaultLanes lanes, Feed feed) {
        Optional<Throwable> failed =
                Optional.ofNullable(failure.get()).or(lanes::failure).or(feed::failure);
        if (failed.isPresent() && !stopped.getAsBoolean()) {
            throw new SoakException("the soak failed: " + failed.get(), failed.get());
        }
    }

    /** Reads to the end of all topics, once no transaction is open any more. */
    private void settle(OutcomeReader reader) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + SETTLING.toNanos();
        while (!stopped.getAsBoolean()) {
            Map<TopicPartition, Long> ends = offsets.ends(reader.partitions(), IsolationLevel.READ_UNCOMMITTED);
            if (ends.equals(offsets.ends(reader.partitions(), IsolationLevel.READ_COMMITTED))
                    && reader.hasReached(ends)) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new SoakException("a transaction is open " + SETTLING + " after the last scorer has ended", null);
            }
            reader.read(POLL);
        }
    }

    private SoakResult result(Feed feed, FaultLanes lanes, OutcomeReader reader) {
        return new SoakResult(
                plan.configuration(),
                plan.exactlyOnce(),
                plan.exactlyOnce() && !plan.naive(),
                feed.sent(),
                feed.sent() - ledger.distinct(),
                ledger.doubled(),
                ledger.disordered(),
                ledger.differing(),
                ledger.wrongAnomalies(),
                replay.agreeing(),
                replay.wrong(),
                lanes.done(),
                scorers.started(),
                scorers.endedByThemselves(),
                progress.seconds(),
                plan.seed(),
                reader.examples());
    }
}
