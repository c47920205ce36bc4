package io.elbowatch.lab.rig;

/**
 * What one run at one load came to. Percentiles never fall.
 *
 * @param images whose latencies were taken
 * @param imagesPerSecond results read
 * @param p50Millis half of the images took no longer
 * @param p99Millis 99 in 100
 * @param p999Millis 999 in 1,000
 * @param maxMillis all of them
 */
public record Measurement(
        long images, double imagesPerSecond, double p50Millis, double p99Millis, double p999Millis, double maxMillis) {

    public Measurement {
        if (!(0 < p50Millis && p50Millis <= p99Millis && p99Millis <= p999Millis && p999Millis <= maxMillis)) {
            throw new IllegalArgumentException(
                    "percentiles fall: " + p50Millis + ", " + p99Millis + ", " + p999Millis + ", " + maxMillis);
        }
    }
}
