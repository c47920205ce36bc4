package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.Locale;

/**
 * A fault that the soak injects.
 *
 * @param number from 1
 * @param slot of the scorer; not used for faults of the cluster
 * @param partition whose leader is meant; not used for faults of scorers
 * @param pause since the previous fault
 * @param length until the fault is repaired, for faults that are repaired
 */
record Fault(int number, FaultKind kind, int slot, int partition, Duration pause, Duration length) {

    String describe() {
        String where = switch (kind.target()) {
            case SCORER, HOOK -> "scorer " + slot;
            case CLUSTER -> "partition " + partition;
            case SETTINGS -> "all scorers";
            case STORE -> "all references";
        };
        return String.format(Locale.ROOT, "fault %d: %s, %s, %d ms", number, kind.label(), where, length.toMillis());
    }
}
