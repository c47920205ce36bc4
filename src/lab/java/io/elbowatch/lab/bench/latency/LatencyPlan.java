package io.elbowatch.lab.bench.latency;

import java.time.Duration;
import java.util.List;

/**
 * What is measured. Every round has all variants, so that a slow phase of the machine affects all of them.
 *
 * @param variants in the order of the report
 * @param loads that each variant is measured at, after its capacity
 * @param isolation level of Kafka with which results are read: {@code read_committed} or {@code read_uncommitted}
 * @param partitions of the topics of images and scores
 * @param rounds at least one
 * @param warmUp time under full load before the first round, for the JIT compiler
 * @param measured time of each measurement; a fifth of it before that is not counted
 */
public record LatencyPlan(
        List<SettingsVariant> variants,
        List<Load> loads,
        String isolation,
        int partitions,
        int rounds,
        Duration warmUp,
        Duration measured) {

    public LatencyPlan {
        variants = List.copyOf(variants);
        loads = List.copyOf(loads);
        if (variants.isEmpty() || loads.isEmpty()) {
            throw new IllegalArgumentException("there is no preset or no rate to measure");
        }
        if (!List.of("read_committed", "read_uncommitted").contains(isolation)) {
            throw new IllegalArgumentException("results are read_committed or read_uncommitted, not " + isolation);
        }
        if (partitions < 1 || partitions > 1024) {
            throw new IllegalArgumentException("partitions must lie between 1 and 1024, not " + partitions);
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be positive, not " + rounds);
        }
        if (warmUp.isNegative() || measured.toMillis() < 100) {
            throw new IllegalArgumentException("a measurement must last 100 ms or longer, not " + measured);
        }
    }
}
