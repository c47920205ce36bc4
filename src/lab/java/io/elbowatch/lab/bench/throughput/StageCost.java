package io.elbowatch.lab.bench.throughput;

/**
 * The cost of a stage per image.
 *
 * @param cpuMicros CPU time of its thread
 * @param allocatedBytes on the heap
 */
public record StageCost(double cpuMicros, double allocatedBytes) {
    static final StageCost NONE = new StageCost(0, 0);

    static StageCost of(Usage used, long images) {
        return new StageCost(used.threadCpuNanos() / 1e3 / images, (double) used.allocatedBytes() / images);
    }

    StageCost minus(StageCost other) {
        return new StageCost(cpuMicros - other.cpuMicros, allocatedBytes - other.allocatedBytes);
    }
}
