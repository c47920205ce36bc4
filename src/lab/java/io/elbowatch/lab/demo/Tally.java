package io.elbowatch.lab.demo;

import io.elbowatch.lab.demo.Outcome.Rejected;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts outcomes and compares verdicts with the true content of the demo's images. Used by one thread. */
public final class Tally {
    private static final long MAX_AGE_MILLIS = 3_600_000;

    private final Histogram agesMillis = new Histogram(MAX_AGE_MILLIS, 3);
    private final Histogram recentAgesMillis = new Histogram(MAX_AGE_MILLIS, 3);
    private final Map<String, Caught> byTruth = new TreeMap<>();
    private long scored;
    private long anomalous;
    private long rejected;

    /**
     * The images of one kind.
     *
     * @param reported number of images that were anomalous or rejected
     * @param all number of images
     */
    public record Caught(long reported, long all) {
        Caught plus(boolean isReported) {
            return new Caught(reported + (isReported ? 1 : 0), all + 1);
        }
    }

    public void add(Outcome outcome) {
        boolean isRejected = outcome.result() instanceof Rejected;
        rejected += isRejected ? 1 : 0;
        scored += isRejected ? 0 : 1;
        anomalous += outcome.anomalous() ? 1 : 0;
        long age = Math.min(Math.max(0, outcome.ageMillis()), MAX_AGE_MILLIS);
        agesMillis.recordValue(age);
        recentAgesMillis.recordValue(age);
        outcome.truth()
                .ifPresent(truth -> byTruth.merge(
                        truth,
                        new Caught(0, 0).plus(isRejected || outcome.anomalous()),
                        (before, one) -> new Caught(before.reported() + one.reported(), before.all() + one.all())));
    }

    public long scored() {
        return scored;
    }

    public long anomalous() {
        return anomalous;
    }

    public long rejected() {
        return rejected;
    }

    /** All images with a result. */
    public long left() {
        return scored + rejected;
    }

    /** The age at which 99 % of all results could be read. */
    public long p99Millis() {
        return agesMillis.getValueAtPercentile(99);
    }

    /** The same for the results since the last call; 0 if there were none. */
    public long takeRecentP99Millis() {
        long p99 = recentAgesMillis.getValueAtPercentile(99);
        recentAgesMillis.reset();
        return p99;
    }

    /** The images by their true content; empty if the demo did not make them. */
    public Map<String, Caught> byTruth() {
        return Map.copyOf(byTruth);
    }
}
