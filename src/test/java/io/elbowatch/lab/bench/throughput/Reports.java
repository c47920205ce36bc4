package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.bench.throughput.BenchPlan.Overlaps;
import io.elbowatch.lab.bench.throughput.WorkloadResult.StageResult;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Spread;
import java.util.List;

/** Reports of one workload with invented figures. */
final class Reports {
    private Reports() {}

    /** A report in which every variant scores this number of images per second in each of two rounds. */
    static BenchReport of(double imagesPerSecond) {
        Rounds rounds = new Rounds();
        List<Variant> variants = Variant.of(Overlaps.BOTH);
        for (int round = 0; round < 2; round++) {
            for (Variant variant : variants) {
                rounds.add(variant, new Run(1_000, 1_000, imagesPerSecond, 20.5, 40, 512, 64));
            }
        }
        WorkloadResult workload = new WorkloadResult(
                "boards",
                "raw",
                1,
                "generated boards",
                100,
                0.001,
                4096,
                1_000,
                variants.stream()
                        .map(variant -> VariantResult.of(variant, rounds))
                        .toList(),
                List.of(new StageResult("verdict-and-json", Spread.of(5), Spread.of(100))));
        Machine machine = new Machine("a processor", 2, 1 << 30, "Linux", "a JVM", "1.0", "4.0");
        return new BenchReport(
                BenchReport.SCHEMA, "2026-01-01T00:00:00Z", "elbowatch bench", machine, 2, 1, 8, List.of(workload));
    }
}
