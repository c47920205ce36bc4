package io.elbowatch.lab.bench.models;

import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.ServedModel;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts model runs and their images by bundle, and which graph scored last. Used by many threads. */
final class BatchCounts implements ScoringObserver {
    private final Map<String, Count> counts = new TreeMap<>();
    private final Set<String> changed = new HashSet<>();
    private long lastChangeNanos;

    /**
     * @param runs of the model
     * @param images in them
     * @param sha256 of the graph of the last run
     */
    record Count(long runs, long images, String sha256) {}

    @Override
    public synchronized void scoredBatch(ServedModel by, FlushReason reason, int images, long inferenceNanos) {
        String sha256 = by.model().identity().sha256();
        Count before = counts.getOrDefault(by.bundle(), new Count(0, 0, sha256));
        if (!before.sha256().equals(sha256)) {
            changed.add(by.bundle());
            lastChangeNanos = System.nanoTime();
        }
        counts.put(by.bundle(), new Count(before.runs() + 1, before.images() + images, sha256));
    }

    /** By the names of the bundles, since the last {@link #reset}. */
    synchronized Map<String, Count> counts() {
        return Map.copyOf(counts);
    }

    /** How many bundles have scored with two graphs since the last {@link #reset}. */
    synchronized int changed() {
        return changed.size();
    }

    /** When a bundle was last seen to score with another graph than before, of {@link System#nanoTime()}. */
    synchronized long lastChangeNanos() {
        return lastChangeNanos;
    }

    synchronized void reset() {
        counts.clear();
        changed.clear();
    }
}
