package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.BrokerCluster;
import io.elbowatch.lab.broker.BrokerException;
import io.elbowatch.lab.broker.ProcessCluster;
import io.elbowatch.lab.process.Guard;
import io.elbowatch.stream.flow.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Three brokers, two scorers in their own processes, and the faults that are injected while images are sent. It ends
 * everything that it starts, also when it is stopped, fails or is killed. The logs stay if a check fails, and so does the
 * data of brokers that are processes.
 */
public final class Soak {
    static final int PARTITIONS = 8;
    private static final int BROKERS = 3;

    /** Each partition keeps 32 MB: the reader is at most {@link SoakRun#MAX_AHEAD} images behind. */
    static final Map<String, String> TOPIC_CONFIGURATION = Map.of(
            "segment.bytes", Integer.toString(8 << 20),
            "retention.bytes", Integer.toString(32 << 20),
            "file.delete.delay.ms", "1000");

    /** The folder of the images that records refer to. */
    private static final String STORE = "store";

    /** The partitions of the topics that the outcome of an image enters. */
    static final Map<String, Integer> OUTCOMES = Map.of(
            Topics.DEFAULT.scores(), PARTITIONS,
            Topics.DEFAULT.anomalies(), 2,
            Topics.DEFAULT.incidents(), 1,
            Topics.DEFAULT.rejected(), 2);

    private final SoakPlan plan;
    private final Consumer<String> out;
    private volatile boolean stopped;
    private volatile Scorers scorers; // null until the cluster runs

    /** @param out gets lines about the state of the soak */
    public Soak(SoakPlan plan, Consumer<String> out) {
        this.plan = plan;
        this.out = out;
    }

    /**
     * Ends the soak soon: kills its processes and does not wait for the images that were sent. May be called by any
     * thread.
     */
    public void stop() {
        stopped = true;
        Scorers started = scorers;
        if (started != null) {
            started.close();
        }
    }

    /** Whether {@link #stop} was called. The result shows nothing then. */
    public boolean stopped() {
        return stopped;
    }

    /** Runs the soak. @throws io.elbowatch.core.Refusal when the soak itself fails */
    public SoakResult run() throws InterruptedException {
        Path folder = folder();
        out.accept("soak of " + plan.configuration() + "; seed " + plan.seed() + "; logs in " + folder);
        Bundle bundle = Bundle.load(plan.bundle());
        Optional<SwappedBundles> swapped = plan.swapped()
                .map(other -> SwappedBundles.of(bundle, Bundle.load(other), folder.resolve(Scorers.MODELS)));
        ImagePool pool = ImagePool.of(bundle, swapped.map(SwappedBundles::second), plan.data(), plan.seed());
        BundleVersions bundles = BundleVersions.of(bundle, folder.resolve("bundle"));
        SoakResult result;
        try (Guard guard = Guard.of(folder)) {
            boolean holds = false;
            try {
                Ground ground = Ground.of(plan, guard, folder, BROKERS);
                ground.missing().forEach(out);
                try (BrokerCluster cluster = ground.cluster()) {
                    result = run(ground, cluster, bundles, pool, swapped, folder);
                }
                holds = result.holds();
            } finally {
                if (plan.processes() && !holds && !stopped) {
                    keepData(folder);
                }
            }
        } catch (BrokerException e) {
            throw new Refusal(
                    "the cluster does not answer: " + e.getMessage(),
                    "see the logs in " + folder + ", and run it again",
                    e);
        }
        if (result.holds()) {
            delete(folder);
        }
        return result;
    }

    private SoakResult run(
            Ground ground,
            BrokerCluster cluster,
            BundleVersions bundles,
            ImagePool pool,
            Optional<SwappedBundles> swapped,
            Path folder)
            throws InterruptedException {
        Map<String, Integer> topics = new HashMap<>(OUTCOMES);
        topics.put(Topics.DEFAULT.images(), PARTITIONS);
        topics.put(Topics.DEFAULT.evidence(), 1);
        cluster.createTopics(topics, TOPIC_CONFIGURATION);
        if (swapped.isPresent()) {
            cluster.createTopics(Map.of(ModelFaults.TOPIC, 1), Map.of("cleanup.policy", "compact"));
        }
        Optional<ImageStore> store = store(ground, pool, folder);
        try (BrokerAdmin admin = new BrokerAdmin(cluster.bootstrapServers());
                Scorers started = new Scorers(
                        plan, ground.hosts(), ground.httpPort(), cluster.bootstrapServers(), bundles, store, folder)) {
            scorers = started;
            Optional<PlanLog> plans = swapped.map(all -> new PlanLog(all.stamps(), SwappedBundles.FIRST));
            return new SoakRun(plan, () -> stopped, ground, admin, started, pool, store, plans, out)
                    .run(bundles.versions());
        } finally {
            store.ifPresent(ImageStore::close);
        }
    }

    private Optional<ImageStore> store(Ground ground, ImagePool pool, Path folder) throws InterruptedException {
        if (!plan.references()) {
            return Optional.empty();
        }
        Path objects = folder.resolve(STORE);
        return Optional.of(
                plan.store() == SoakPlan.Store.S3
                        ? BucketStore.of(pool, ground.hosts(), objects)
                        : FolderStore.of(pool, objects));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    "elbowatch-soak-" + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for logs", e);
        }
    }

    /** What the brokers have stored shows what happened. */
    private void keepData(Path folder) {
        try {
            Files.createFile(folder.resolve(ProcessCluster.KEEP));
        } catch (IOException e) { // whatever else went wrong comes first
            out.accept("the data of the brokers will not stay in " + folder + ": " + e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
