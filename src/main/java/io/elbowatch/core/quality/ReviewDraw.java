package io.elbowatch.core.quality;

import io.elbowatch.core.verdict.Verdict;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Draws images for review. Whether an image is drawn depends on a hash of its coordinates and on rates that were fixed
 * before it came: the probability is known, and nothing of the image but its p-value changes it. For use by many threads.
 *
 * <p>The rates hold for ten seconds. They are lowered by one factor when the images of the ten seconds before would have
 * exceeded the limit of an hour; so a burst exceeds it for ten seconds at most.
 */
public final class ReviewDraw {
    /** An image with a p-value of at most this times α is near the threshold. */
    public static final double NEAR = 10;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final double HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final double randomRate;
    private final double nearRate;
    private final double perNano;
    private boolean started;
    private long since;
    private double expected; // images that the full rates would have drawn since then
    private double factor = 1;

    /** @param maxPerHour images an hour, at least 1 */
    public ReviewDraw(double randomRate, double nearRate, int maxPerHour) {
        this.randomRate = randomRate;
        this.nearRate = Math.max(nearRate, randomRate);
        this.perNano = maxPerHour / HOUR_NANOS;
    }

    /** Whether an image is drawn, and why. @param nowNanos of a clock that never goes back */
    public Optional<ReviewChoice> of(String topic, int partition, long offset, Verdict verdict, long nowNanos) {
        boolean near = zone(verdict.pValue(), verdict.alpha()) == QualityTally.Zone.NEAR && !verdict.anomalous();
        double lowered = count(near ? nearRate : randomRate, nowNanos);
        double share = share(topic, partition, offset);
        double rate = lowered * (near ? nearRate : randomRate);
        if (share >= rate) {
            return Optional.empty();
        }
        return Optional.of(new ReviewChoice(share < lowered * randomRate ? Choice.RANDOM : Choice.NEAR, rate));
    }

    /** The zone of an image that was not reported. */
    public static QualityTally.Zone zone(double pValue, double alpha) {
        return pValue <= NEAR * alpha ? QualityTally.Zone.NEAR : QualityTally.Zone.REST;
    }

    /** Counts an image and returns the factor of the rates that was fixed before. */
    private synchronized double count(double rate, long nowNanos) {
        if (!started) {
            started = true;
            since = nowNanos;
        }
        if (nowNanos - since >= INTERVAL_NANOS) {
            double allowed = perNano * (nowNanos - since);
            factor = expected <= allowed ? 1 : allowed / expected;
            expected = 0;
            since = nowNanos;
        }
        expected += rate;
        return factor;
    }

    /** A number from 0 to below 1 that is uniform over coordinates: FNV-1a of the topic, then SplitMix64. */
    static double share(String topic, int partition, long offset) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < topic.length(); i++) {
            hash = (hash ^ topic.charAt(i)) * FNV_PRIME;
        }
        return (mixed(mixed(hash + partition * GOLDEN) + offset * GOLDEN) >>> 11) * 0x1p-53;
    }

    /** The last step of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
