package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.lab.broker.EmbeddedCluster;
import io.elbowatch.stream.flow.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Three brokers in this process, two scorers in processes of their own, and everything that is done to them while images are sent. What it
 * starts it ends, also when it is stopped or fails; the logs of the scorers stay where something did not hold.
 */
public final class Soak {
    static final int PARTITIONS = 8;
    private static final int BROKERS = 3;

    /** Of each partition 32 MB are kept, where the reader is at most {@link SoakRun#MOST_AHEAD} images behind. */
    private static final Map<String, String> SMALL = Map.of(
            "segment.bytes", Integer.toString(8 << 20),
            "retention.bytes", Integer.toString(32 << 20),
            "file.delete.delay.ms", "1000");

    private final SoakPlan plan;
    private final Consumer<String> say;
    private volatile boolean stopped;
    private volatile Scorers scorers; // null until the cluster stands

    /** @param say is told what goes on, line by line */
    public Soak(SoakPlan plan, Consumer<String> say) {
        this.plan = plan;
        this.say = say;
    }

    /** Ends it soon: its processes at once, and what has been sent is not waited for. May be called by any thread. */
    public void stop() {
        stopped = true;
        Scorers started = scorers;
        if (started != null) {
            started.close();
        }
    }

    /** Whether it was told to end: then its result shows nothing. */
    public boolean stopped() {
        return stopped;
    }

    /** Does all of it. @throws SoakException when it could not be done */
    public SoakResult run() throws InterruptedException {
        Path folder = folder();
        say.accept("soak of " + plan.configuration() + "; seed " + plan.seed() + "; logs in " + folder);
        Bundle bundle = Bundle.load(plan.bundle());
        ImagePool pool = ImagePool.of(bundle, plan.data(), plan.seed());
        BundleVersions bundles = BundleVersions.of(bundle, folder.resolve("bundle"));
        SoakResult result;
        try (EmbeddedCluster cluster = EmbeddedCluster.start(BROKERS)) {
            Topics topics = Topics.DEFAULT;
            cluster.createTopics(
                    Map.of(
                            topics.images(), PARTITIONS,
                            topics.scores(), PARTITIONS,
                            topics.anomalies(), 2,
                            topics.evidence(), 1,
                            topics.incidents(), 1,
                            topics.rejected(), 2),
                    SMALL);
            try (Admin admin = Admin.create(
                            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
                    Scorers started = new Scorers(plan, cluster.bootstrapServers(), bundles, folder)) {
                scorers = started;
                result = new SoakRun(plan, () -> stopped, cluster, admin, started, pool, say).run(bundles.versions());
            }
        }
        if (result.holds()) {
            delete(folder);
        }
        return result;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("elbowatch-soak-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for logs", e);
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
