package io.elbowatch.lab.soak;

import java.time.Duration;

/**
 * One thing that is done to break the stream.
 *
 * @param number from 1
 * @param slot which of the two scorers; of no meaning to the cluster
 * @param partition whose leader is meant; of no meaning to scorers
 * @param pause after the fault before it
 * @param length until it is mended, where something is to be mended
 */
record Fault(int number, FaultKind kind, int slot, int partition, Duration pause, Duration length) {

    String describe() {
        String where = switch (kind.target()) {
            case SCORER, HOOK -> "scorer " + slot;
            case CLUSTER -> "partition " + partition;
        };
        return "fault %d: %s, %s, %d ms".formatted(number, kind.label(), where, length.toMillis());
    }
}
