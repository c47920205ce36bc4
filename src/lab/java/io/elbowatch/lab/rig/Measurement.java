package io.elbowatch.lab.rig;

/**
 * Latency and throughput of one run at one load. The quantiles never decrease.
 *
 * @param images number of images whose latency was measured
 * @param imagesPerSecond results that were read per second
 * @param p50Millis median latency
 * @param p99Millis 99 % of the images took no longer
 * @param p999Millis 99.9 % of the images took no longer
 * @param maxMillis the longest latency
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
