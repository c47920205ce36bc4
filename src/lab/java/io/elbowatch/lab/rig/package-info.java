/**
 * What benchmarks and soak share: a broker with fresh topics for every run, images, a running product under load,
 * results and their statistics.
 */
package io.elbowatch.lab.rig;
