/** How many images a second come through with more partitions, threads and instances. */
package io.elbowatch.lab.bench.scaling;
