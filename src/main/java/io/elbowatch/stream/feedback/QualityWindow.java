package io.elbowatch.stream.feedback;

import io.elbowatch.core.quality.QualityTally;
import io.elbowatch.stream.wire.Decision;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts of reported and drawn images by the time of the image, in sixty slices of a window. Beyond
 * {@value #MAX_TALLIES} sources in all slices an image counts over all sources only. Used by one thread.
 */
final class QualityWindow {
    static final int MAX_TALLIES = 50_000;
    private static final int SLICES = 60;

    private final long windowMillis;
    private final long sliceMillis;
    private final TreeMap<Long, Slice> slices = new TreeMap<>();
    private int tallies;

    private static final class Slice {
        private final QualityTally all = new QualityTally();
        private final Map<String, QualityTally> sources = new HashMap<>();
    }

    QualityWindow(long windowMillis) {
        this.windowMillis = windowMillis;
        this.sliceMillis = Math.max(1, windowMillis / SLICES);
    }

    /** Whether an image of this time is in the window that ends now. An image of the future counts as one of now. */
    boolean holds(long imageMillis, long nowMillis) {
        return Math.floorDiv(imageMillis, sliceMillis) >= first(nowMillis);
    }

    /** Counts an image over all sources and for its own. */
    void count(Decision image, long nowMillis, Consumer<QualityTally> how) {
        if (!holds(image.timestampMillis(), nowMillis)) {
            return;
        }
        long slice = Math.floorDiv(Math.min(image.timestampMillis(), nowMillis), sliceMillis);
        Slice counts = slices.computeIfAbsent(slice, any -> new Slice());
        how.accept(counts.all);
        QualityTally own = counts.sources.get(image.source());
        if (own == null && tallies < MAX_TALLIES) {
            own = new QualityTally();
            counts.sources.put(image.source(), own);
            tallies++;
        }
        if (own != null) {
            how.accept(own);
        }
        forget(nowMillis);
    }

    /** Adds the counts of the window, those of a source to its own tally. */
    void addTo(QualityTally all, Map<String, QualityTally> sources, long nowMillis) {
        forget(nowMillis);
        slices.values().forEach(slice -> {
            all.add(slice.all);
            sources.forEach((source, tally) -> {
                QualityTally counts = slice.sources.get(source);
                if (counts != null) {
                    tally.add(counts);
                }
            });
        });
    }

    private void forget(long nowMillis) {
        while (!slices.isEmpty() && slices.firstKey() < first(nowMillis)) {
            tallies -= slices.pollFirstEntry().getValue().sources.size();
        }
    }

    private long first(long nowMillis) {
        return Math.floorDiv(nowMillis - windowMillis, sliceMillis);
    }
}
