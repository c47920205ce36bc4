/**
 * Throughput of the flow beside the model alone and beside other code for the same task, in one process with its broker.
 * {@link io.elbowatch.lab.bench.throughput.ThroughputBench} is the way in.
 */
package io.elbowatch.lab.bench.throughput;
