/**
 * Throughput of the flow, compared with the model alone and with other code for the same task, in one process with its
 * broker. {@link io.elbowatch.lab.bench.throughput.ThroughputBench} is the entry point.
 */
package io.elbowatch.lab.bench.throughput;
