package io.elbowatch.core.shadow;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Counts the comparison of two bundles. The first {@value #MAX_SOURCES} sources have counts of their own, the others are
 * in the sums alone. For use by many threads.
 */
public final class TallyCounter {
    /** Enough to find the cameras that differ; a record of the state of an instance stays below 64 KiB. */
    public static final int MAX_SOURCES = 50;

    private final ShadowPair pair;
    private final OptionalLong since;
    private final long fromMillis;
    private final Map<String, ShadowCounts> sources = new HashMap<>();
    private ShadowCounts counts = ShadowCounts.NONE;
    private PValueShift shift = PValueShift.NONE;
    private long leftOut;
    private long failed;
    private long nanos;

    /** @param since the record of the settings topic since which both are in force; empty for the settings of the start */
    public TallyCounter(ShadowPair pair, OptionalLong since, long fromMillis) {
        this.pair = pair;
        this.since = since;
        this.fromMillis = fromMillis;
    }

    /** Counts an image that both have judged. @param source its name; empty for none */
    public synchronized void compared(
            String source, boolean anomalous, double pValue, boolean anomalousByShadow, double pValueByShadow) {
        counts = counts.with(anomalous, anomalousByShadow);
        shift = shift.with(pValueByShadow / pValue);
        if (sources.size() < MAX_SOURCES || sources.containsKey(source)) {
            sources.merge(source, ShadowCounts.NONE.with(anomalous, anomalousByShadow), ShadowCounts::plus);
        }
    }

    /** Counts an image that the shadow could not keep up with. */
    public synchronized void leftOut() {
        leftOut++;
    }

    /** Counts an image that the shadow could not score. */
    public synchronized void failed() {
        failed++;
    }

    /** Adds time of the shadow. */
    public synchronized void spent(long more) {
        nanos += more;
    }

    /** The counts at this moment. */
    public synchronized ShadowTally now() {
        return new ShadowTally(
                pair,
                since,
                fromMillis,
                counts,
                shift,
                leftOut,
                failed,
                nanos,
                ShadowTally.worst(sources, MAX_SOURCES));
    }
}
