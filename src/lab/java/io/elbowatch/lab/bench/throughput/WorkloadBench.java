package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.bench.throughput.WorkloadResult.StageResult;
import io.elbowatch.lab.rig.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs all variants over the same images in every round, so that a slow phase of the machine affects all of them. */
final class WorkloadBench {
    /** Batch 1 costs several times as much per image, and a quarter of the images gives as steady a figure. */
    private static final int MODEL_ONE_DIVISOR = 4;

    /** At most as many as a run has: a network of features takes milliseconds an image. */
    private static final int MAX_STAGE_IMAGES = 8_192;

    private final Workload workload;
    private final int threads;
    private final BenchPlan plan;
    private final FlowRun flow;
    private final long images;
    private final Consumer<String> progress;

    WorkloadBench(
            Workload workload, int threads, BenchPlan plan, FlowRun flow, long images, Consumer<String> progress) {
        this.workload = workload;
        this.threads = threads;
        this.plan = plan;
        this.flow = flow;
        this.images = images;
        this.progress = progress;
    }

    WorkloadResult run() {
        Rounds rounds = new Rounds();
        Map<Stage, List<StageCost>> stages = new EnumMap<>(Stage.class);
        StageBench stageBench = new StageBench(workload, (int) Math.min(MAX_STAGE_IMAGES, images));
        for (int round = -plan.warmUps(); round < plan.rounds(); round++) {
            for (Variant variant : plan.variants()) {
                Run run = run(variant);
                report(round, variant, run);
                if (round >= 0) {
                    rounds.add(variant, run);
                }
            }
            Map<Stage, StageCost> costs = stageBench.run();
            if (round >= 0) {
                costs.forEach((stage, cost) -> stages.computeIfAbsent(stage, first -> new ArrayList<>())
                        .add(cost));
            }
        }
        return result(rounds, stages);
    }

    private Run run(Variant variant) {
        return switch (variant) {
            case MODEL_ONE -> new ModelAlone(workload, 1, false).run(images / MODEL_ONE_DIVISOR, threads);
            case MODEL_BATCH -> new ModelAlone(workload, BenchModel.BATCH, false).run(images, threads);
            case DECODE_THEN_MODEL -> new ModelAlone(workload, BenchModel.BATCH, true).run(images, threads);
            case PLAIN_LOOP, ONE_BY_ONE, ELBOWATCH, ELBOWATCH_OVERLAP -> flow.of(variant, threads);
        };
    }

    private void report(int round, Variant variant, Run run) {
        progress.accept(String.format(
                Locale.ROOT,
                "%s  %s  %-22s %,9.0f images/s",
                title(),
                round < 0 ? "warm-up" : "round " + (round + 1) + " of " + plan.rounds(),
                variant.title(),
                run.imagesPerSecond()));
    }

    private String title() {
        return WorkloadResult.title(workload.model().name(), workload.input().label(), threads);
    }

    private WorkloadResult result(Rounds rounds, Map<Stage, List<StageCost>> stages) {
        BenchModel model = workload.model();
        List<VariantResult> variants = plan.variants().stream()
                .map(variant -> VariantResult.of(variant, rounds))
                .toList();
        stages.put(Stage.KAFKA_AND_STREAMS, remainders(rounds, stages));
        List<StageResult> results = stages.entrySet().stream()
                .map(entry -> new StageResult(
                        entry.getKey().label(),
                        Spread.of(entry.getValue(), StageCost::cpuMicros),
                        Spread.of(entry.getValue(), StageCost::allocatedBytes)))
                .toList();
        return new WorkloadResult(
                model.name(),
                workload.input().label(),
                threads,
                model.origin(),
                workload.values().size(),
                model.anomalous(),
                workload.values().stream()
                        .mapToInt(value -> value.length)
                        .average()
                        .orElseThrow(),
                images,
                variants,
                results);
    }

    /** The cost of Elbowatch in each round minus its stages. */
    private List<StageCost> remainders(Rounds rounds, Map<Stage, List<StageCost>> stages) {
        Variant whole = plan.variants().contains(Variant.ELBOWATCH) ? Variant.ELBOWATCH : Variant.ELBOWATCH_OVERLAP;
        List<StageCost> remainders = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            Run run = rounds.of(whole).get(round);
            StageCost rest = new StageCost(run.scoringCpuMicros(), run.allocatedBytes());
            for (List<StageCost> costs : stages.values()) {
                rest = rest.minus(costs.get(round));
            }
            remainders.add(rest);
        }
        return remainders;
    }
}
