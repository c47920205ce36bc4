/**
 * What Prometheus scrapes. {@link io.elbowatch.metrics.MeterTable} holds every meter once; the series, the tests and
 * {@code docs/metrics.md} are made from it. Every series exists from the start.
 */
package io.elbowatch.metrics;
