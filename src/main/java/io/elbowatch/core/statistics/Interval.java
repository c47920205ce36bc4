package io.elbowatch.core.statistics;

/**
 * A confidence interval.
 *
 * @param low at most high
 */
public record Interval(double low, double high) {}
