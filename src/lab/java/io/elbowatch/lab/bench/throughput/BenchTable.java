package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.bench.throughput.WorkloadResult.StageResult;
import io.elbowatch.lab.rig.Grid;
import io.elbowatch.lab.rig.Spread;
import java.util.Arrays;
import java.util.Locale;

/** A report for people. All figures are medians of the rounds, some with their range. */
public final class BenchTable {
    private static final String NOTHING = "";

    private final BenchReport report;

    public BenchTable(BenchReport report) {
        this.report = report;
    }

    /** For a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(report.machine().sentence()).append("\n\n");
        for (WorkloadResult workload : report.workloads()) {
            text.append(workload.title())
                    .append(": ")
                    .append(circumstances(workload))
                    .append('\n');
            text.append(variants(workload).text()).append('\n');
            text.append(stages(workload).text()).append('\n');
        }
        return text.toString();
    }

    /** For a page: sections of the third level. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("Measured ")
                .append(report.measuredAt())
                .append(" by `")
                .append(report.commandLine())
                .append("`.\n")
                .append(report.machine().sentence())
                .append(".\n")
                .append(report.partitions())
                .append(" partitions, exactly_once_v2, batches of ")
                .append(BenchModel.BATCH)
                .append(", the broker in the same process. Median (least to greatest) of ")
                .append(report.rounds())
                .append(report.rounds() == 1 ? " round" : " rounds")
                .append(" after ")
                .append(report.warmUps())
                .append(" to warm up.\n");
        for (WorkloadResult workload : report.workloads()) {
            text.append("\n### ").append(workload.title()).append("\n\n");
            text.append(circumstances(workload)).append(".\n\n");
            text.append(variants(workload).markdown()).append('\n');
            text.append(stages(workload).markdown());
        }
        return text.toString();
    }

    private static String circumstances(WorkloadResult workload) {
        return String.format(
                Locale.ROOT,
                "%s, %,d different ones of %,.0f bytes, %.2f %% anomalous; %,d images a run",
                workload.origin(),
                workload.distinctImages(),
                workload.valueBytes(),
                100 * workload.anomalousShare(),
                workload.imagesPerRun());
    }

    private static Grid variants(WorkloadResult workload) {
        Grid grid = new Grid(
                "variant",
                "images/s",
                "least to greatest",
                "of the model alone",
                "of decode, then model",
                "of the plain loop",
                "CPU µs an image, scoring threads",
                "whole process",
                "images a model run",
                "bytes allocated an image");
        for (VariantResult result : workload.variants()) {
            grid.row(
                    title(result),
                    whole(result.imagesPerSecond().median()),
                    whole(result.imagesPerSecond().least()) + " to "
                            + whole(result.imagesPerSecond().greatest()),
                    ratio(result.ofCeiling()),
                    ratio(result.ofDecodeThenModel()),
                    isFlow(result) ? ratio(result.ofPlainLoop()) : NOTHING,
                    micros(result.scoringCpuMicros()),
                    micros(result.processCpuMicros()),
                    String.format(
                            Locale.ROOT, "%.1f", result.imagesPerModelRun().median()),
                    whole(result.allocatedBytes().median()));
        }
        return grid;
    }

    private static Grid stages(WorkloadResult workload) {
        Grid grid = new Grid("stage", "CPU µs an image", "least to greatest", "bytes allocated an image");
        for (StageResult stage : workload.stages()) {
            grid.row(
                    Stage.title(stage.stage()),
                    micros(stage.cpuMicros()),
                    String.format(
                            Locale.ROOT,
                            "%.2f to %.2f",
                            stage.cpuMicros().least(),
                            stage.cpuMicros().greatest()),
                    whole(stage.allocatedBytes().median()));
        }
        return grid;
    }

    private static Variant variant(VariantResult result) {
        return Arrays.stream(Variant.values())
                .filter(variant -> variant.label().equals(result.variant()))
                .findFirst()
                .orElseThrow();
    }

    private static String title(VariantResult result) {
        return variant(result).title();
    }

    private static boolean isFlow(VariantResult result) {
        return variant(result).isFlow();
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String ratio(Spread spread) {
        return String.format(Locale.ROOT, "%.3f", spread.median());
    }

    private static String micros(Spread spread) {
        return String.format(Locale.ROOT, "%.2f", spread.median());
    }
}
