package io.elbowatch.core.quality;

/**
 * A share that is estimated from labels, with an interval that covers the true share in at least 95 % of cases.
 *
 * @param value 0 to 1
 * @param low lower bound of the interval, at most the value
 * @param high upper bound of the interval, at least the value
 * @param labels sure labels that it is made from, at least 1
 */
public record Estimate(double value, double low, double high, int labels) {

    public Estimate {
        if (!(0 <= low && low <= value && value <= high && high <= 1) || labels < 1) {
            throw new IllegalArgumentException(low + " ≤ " + value + " ≤ " + high + " of " + labels + " labels");
        }
    }
}
