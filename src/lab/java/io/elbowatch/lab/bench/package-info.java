/** The benchmark commands; the benchmarks themselves are in the packages below. */
package io.elbowatch.lab.bench;
