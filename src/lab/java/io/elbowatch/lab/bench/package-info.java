/** The commands of the benchmarks; the packages below have the benchmarks themselves. */
package io.elbowatch.lab.bench;
