package io.elbowatch.lab.soak;

import io.elbowatch.lab.process.Ability;
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
    /** Brokers of the lab keep records for an hour by their clock. */
    private static final Duration AHEAD = Duration.ofMinutes(20);
    /** Farther than records may be ahead of the clock of a broker. */
    private static final Duration BACK = Duration.ofHours(-2);

    /** Where a clock goes, for those faults: ahead or back, as the seed draws it. */
    Duration clockJump() {
        return length.toMillis() % 2 == 0 ? AHEAD : BACK;
    }

    String describe() {
        String where = switch (kind.target()) {
            case SCORER, HOOK -> "scorer " + slot;
            case CLUSTER -> "partition " + partition;
            case SETTINGS -> "all scorers";
            case STORE -> "all references";
        };
        String jump = kind.needs().filter(Ability.CLOCK::equals).isPresent()
                ? ", " + clockJump().toMinutes() + " min"
                : "";
        return String.format(
                Locale.ROOT, "fault %d: %s, %s, %d ms%s", number, kind.label(), where, length.toMillis(), jump);
    }
}
