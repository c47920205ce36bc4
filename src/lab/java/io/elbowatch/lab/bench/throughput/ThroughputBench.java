package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.rig.BenchBroker;
import io.elbowatch.lab.rig.Machine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Runs a plan on its own broker. */
public final class ThroughputBench {
    private static final long PROBE_IMAGES = 2_048;
    private static final long MIN_IMAGES = 2_000;
    private static final long MAX_IMAGES = 1_000_000;

    private final BenchPlan plan;
    private final Clock clock;
    private final Consumer<String> progress;
    private volatile boolean stopped;

    /** @param progress gets lines about the state of the run */
    public ThroughputBench(BenchPlan plan, Clock clock, Consumer<String> progress) {
        this.plan = plan;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Measures everything.
     *
     * @param commandLine for the report
     * @throws Refusal when bundles or images are invalid, or when it was stopped
     */
    public BenchReport run(String commandLine) {
        Instant begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<WorkloadResult> results = new ArrayList<>();
        try (BenchBroker broker = BenchBroker.start()) {
            for (Path bundle : plan.bundles()) {
                try (BenchModel model = BenchModel.open(bundle, plan)) {
                    for (InputFormat input : plan.inputs()) {
                        measure(broker, Workload.of(model, input, plan), results);
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

    private void measure(BenchBroker broker, Workload workload, List<WorkloadResult> results) {
        BenchModel model = workload.model();
        String topic = "images-" + model.name() + "-" + workload.input().label();
        long images = images(workload);
        progress.accept(String.format(
                Locale.ROOT,
                "%s, %s: %s, %,d different ones, %.2f %% anomalous; %,d a run",
                model.name(),
                workload.input().label(),
                model.origin(),
                workload.values().size(),
                100 * model.anomalous(),
                images));
        broker.createImages(topic, plan.partitions());
        workload.sendTo(broker, topic, plan.partitions(), images);
        for (int threads : plan.threads()) {
            FlowRun flow = new FlowRun(broker, model, topic, plan.partitions(), images, () -> stopped);
            results.add(new WorkloadBench(workload, threads, plan, flow, images, progress).run());
        }
        broker.deleteImages(topic);
    }

    /** As many images as decoder and model alone score in the time of a run, the same number in every partition. */
    private long images(Workload workload) {
        ModelAlone alone = new ModelAlone(workload, BenchModel.BATCH, true);
        alone.run(PROBE_IMAGES, 1); // the first run is slower and not counted
        long images = (long) (alone.run(PROBE_IMAGES, 1).imagesPerSecond() * plan.seconds());
        long wanted = plan.imagesPerRun().isPresent()
                ? plan.imagesPerRun().getAsInt()
                : Math.min(MAX_IMAGES, Math.max(MIN_IMAGES, images));
        return (wanted + plan.partitions() - 1) / plan.partitions() * plan.partitions();
    }
}
