package io.elbowatch.lab.demo;

import io.elbowatch.lab.demo.Outcome.Rejected;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts outcomes, and holds verdicts against what the demo knows of its images. Used by one thread. */
public final class Tally {
    private static final long MAX_AGE_MILLIS = 3_600_000;

    private final Histogram agesMillis = new Histogram(MAX_AGE_MILLIS, 3);
    private final Histogram recentAgesMillis = new Histogram(MAX_AGE_MILLIS, 3);
    private final Map<String, Caught> byTruth = new TreeMap<>();
    private long scored;
    private long anomalous;
    private long rejected;

    /**
     * Of the images of one kind, how many were reported as anomalous or rejected.
     *
     * @param reported so many
     * @param all of so many
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

    /** All images that left. */
    public long left() {
        return scored + rejected;
    }

    /** The age within which 99 % of all results could be read. */
    public long p99Millis() {
        return agesMillis.getValueAtPercentile(99);
    }

    /** The same of the results since the last call; 0 when there were none. */
    public long takeRecentP99Millis() {
        long p99 = recentAgesMillis.getValueAtPercentile(99);
        recentAgesMillis.reset();
        return p99;
    }

    /** By what was really on them, in the order of the alphabet; empty for images that the demo did not make. */
    public Map<String, Caught> byTruth() {
        return Map.copyOf(byTruth);
    }
}
