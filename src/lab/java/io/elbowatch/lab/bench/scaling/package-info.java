/** Throughput of the product with more partitions, threads and instances. */
package io.elbowatch.lab.bench.scaling;
