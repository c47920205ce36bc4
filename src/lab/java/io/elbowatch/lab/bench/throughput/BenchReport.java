package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.rig.Machine;
import java.util.List;

/**
 * All figures of one bench, as {@code bench.json} has them.
 *
 * @param schema rises when a field goes away or changes its meaning
 * @param measuredAt ISO 8601
 * @param commandLine with which it was started
 * @param rounds that count
 */
public record BenchReport(
        int schema,
        String measuredAt,
        String commandLine,
        Machine machine,
        int rounds,
        int warmUps,
        int partitions,
        List<WorkloadResult> workloads) {
    static final int SCHEMA = 1;
}
