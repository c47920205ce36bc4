package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.rig.Grid;
import io.elbowatch.lab.rig.Spread;
import java.util.Locale;
import java.util.Optional;

/** The ratios of a report to an older one: new median / old median, for the workloads and variants that both have. */
public final class BenchComparison {
    private final BenchReport older;
    private final BenchReport newer;

    public BenchComparison(BenchReport older, BenchReport newer) {
        this.older = older;
        this.newer = newer;
    }

    /** For a terminal. */
    public String text() {
        Grid grid =
                new Grid("new / old", "images/s", "of the model alone", "CPU of scoring threads", "bytes allocated");
        for (WorkloadResult now : newer.workloads()) {
            Optional<WorkloadResult> then = older.workloads().stream()
                    .filter(workload -> workload.title().equals(now.title()))
                    .findFirst();
            if (then.isEmpty()) {
                continue;
            }
            for (VariantResult result : now.variants()) {
                then.get()
                        .find(result.variant())
                        .ifPresent(before -> grid.row(
                                now.title() + ": " + result.variant(),
                                ratio(result.imagesPerSecond(), before.imagesPerSecond()),
                                ratio(result.ofCeiling(), before.ofCeiling()),
                                ratio(result.scoringCpuMicros(), before.scoringCpuMicros()),
                                ratio(result.allocatedBytes(), before.allocatedBytes())));
            }
        }
        String machines = older.machine().equals(newer.machine())
                ? ""
                : "another machine or version then: " + older.machine().sentence() + "\n";
        return machines + grid.text();
    }

    private static String ratio(Spread now, Spread then) {
        return String.format(Locale.ROOT, "%.3f", now.median() / then.median());
    }
}
