package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.lab.rig.Machine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Measures a plan on a broker of its own, which goes with it. */
public final class ThroughputBench {
    private static final long PROBE_IMAGES = 2_048;
    private static final long LEAST_IMAGES = 2_000;
    private static final long MOST_IMAGES = 1_000_000;

    private final BenchPlan plan;
    private final Clock clock;
    private final Consumer<String> progress;
    private int applications;
    private volatile boolean stopped;

    /** @param progress takes lines for whoever waits */
    public ThroughputBench(BenchPlan plan, Clock clock, Consumer<String> progress) {
        this.plan = plan;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Runs all of it.
     *
     * @param commandLine for the report
     * @throws Refusal when bundles or images are not what they must be, or it was stopped
     */
    public BenchReport run(String commandLine) {
        Instant begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<WorkloadResult> results = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Cluster cluster = new Cluster(broker.bootstrapServers(), plan.partitions())) {
            for (Path bundle : plan.bundles()) {
                try (BenchModel model = BenchModel.open(bundle, plan)) {
                    for (InputFormat input : plan.inputs()) {
                        measure(cluster, Workload.of(model, input, plan), results);
                    }
                }
            }
        }
        return new BenchReport(
                BenchReport.SCHEMA,
                begun.toString(),
                commandLine,
                Machine.here(),
                plan.rounds(),
                plan.warmUps(),
                plan.partitions(),
                List.copyOf(results));
    }

    /** Ends {@link #run} soon, from any thread. */
    public void stop() {
        stopped = true;
    }

    private void measure(Cluster cluster, Workload workload, List<WorkloadResult> results) {
        BenchModel model = workload.model();
        String topic = "images-" + model.name() + "-" + workload.input().label();
        long images = images(workload);
        progress.accept(String.format(
                Locale.ROOT,
                "%s, %s: %s, %,d different ones, %.2f %% anomalous; %,d a run",
                model.name(),
                workload.input().label(),
                model.images().origin(),
                workload.values().size(),
                100 * model.anomalous(),
                images));
        cluster.produce(topic, workload, images);
        for (int threads : plan.threads()) {
            FlowRun flow = new FlowRun(cluster, model, topic, images, () -> stopped);
            results.add(new Comparison(workload, threads, plan, flow, images, this::nextApplication, progress).run());
        }
        cluster.delete(topic);
    }

    /** As many as the decoder and the model alone score in the time of a run, the same number in every partition. */
    private long images(Workload workload) {
        ModelAlone alone = new ModelAlone(workload, BenchModel.BATCH, true);
        alone.run(PROBE_IMAGES, 1); // what a first run costs is not counted
        long images = (long) (alone.run(PROBE_IMAGES, 1).imagesPerSecond() * plan.seconds());
        long wanted = plan.imagesPerRun().isPresent()
                ? plan.imagesPerRun().getAsInt()
                : Math.min(MOST_IMAGES, Math.max(LEAST_IMAGES, images));
        return (wanted + plan.partitions() - 1) / plan.partitions() * plan.partitions();
    }

    /** None begins with another. */
    private String nextApplication() {
        return String.format(Locale.ROOT, "bench-%05d", applications++);
    }
}
