package io.elbowatch.lab.soak;

import io.elbowatch.lab.soak.SwappedBundles.Stamp;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The plans of a soak by the offsets of their records, and the offsets of the records that must be refused. Written by
 * one thread, read by another.
 */
final class PlanLog {
    /** The log of a soak that writes no plan. */
    static final PlanLog NONE = new PlanLog(Map.of("", new Stamp("", "")), "");

    private final Map<String, Stamp> stamps;
    private final Stamp start;
    private final Map<Long, RoutedBundles> taken = new TreeMap<>();
    private int refused;

    /** A write that tells the offset of its record. */
    interface Write {
        long offset() throws InterruptedException;
    }

    /**
     * @param stamps of the bundles, by folder
     * @param start the folder of the bundle before the first record
     */
    PlanLog(Map<String, Stamp> stamps, String start) {
        this.stamps = Map.copyOf(stamps);
        this.start = stamps.get(start);
    }

    /** Writes a plan that must be taken. No score is checked before its offset is known. */
    synchronized void take(RoutedBundles plan, Write write) throws InterruptedException {
        taken.put(write.offset(), plan);
    }

    /** Writes a record that must be refused. */
    synchronized void refuse(Write write) throws InterruptedException {
        write.offset();
        refused++;
    }

    synchronized int taken() {
        return taken.size();
    }

    synchronized int refused() {
        return refused;
    }

    /**
     * What is wrong with the stamp of a score; empty for nothing.
     *
     * @param offset the settings offset of the score
     * @param bundle its name in the score
     */
    synchronized Optional<String> wrong(OptionalLong offset, String source, String bundle, Stamp stamp) {
        if (offset.isEmpty()) {
            // Scorers may start with another version of the same network.
            return stamp.sha256().equals(start.sha256())
                    ? Optional.empty()
                    : Optional.of("scored by " + stamp + " before the first record");
        }
        RoutedBundles plan = taken.get(offset.getAsLong());
        if (plan == null) {
            return Optional.of("scored by a plan that is none, at offset " + offset.getAsLong());
        }
        String wanted = plan.bundle(source);
        return wanted.equals(bundle) && stamps.get(plan.folders().get(wanted)).equals(stamp)
                ? Optional.empty()
                : Optional.of(source + " scored by " + bundle + ", " + stamp + " instead of " + wanted + " at offset "
                        + offset.getAsLong());
    }
}
