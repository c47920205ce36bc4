package io.elbowatch.lab.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Faults that are armed in a scorer, each to go off once, in whichever stream thread comes by first. It exists in the processes of a soak
 * alone.
 */
final class FaultHook {
    private final Map<FaultKind, AtomicInteger> armed = new EnumMap<>(FaultKind.class);

    FaultHook() {
        for (FaultKind kind : FaultKind.values()) {
            armed.put(kind, new AtomicInteger());
        }
    }

    void arm(FaultKind kind) {
        armed.get(kind).incrementAndGet();
    }

    /** Whether a fault of this kind goes off now. */
    boolean goesOff(FaultKind kind) {
        AtomicInteger left = armed.get(kind);
        return left.get() > 0 && left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
    }

    void throwIfArmed(FaultKind kind) {
        if (goesOff(kind)) {
            throw new IllegalStateException("injected: " + kind.label());
        }
    }
}
