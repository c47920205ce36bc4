package io.elbowatch.lab.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The armed faults of a scorer. Each is raised once, in the first stream thread that reaches it. */
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

    /** Whether a fault of this kind is armed. It is then disarmed. */
    boolean takeArmed(FaultKind kind) {
        AtomicInteger left = armed.get(kind);
        return left.get() > 0 && left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
    }

    void throwIfArmed(FaultKind kind) {
        if (takeArmed(kind)) {
            throw new IllegalStateException("injected: " + kind.label());
        }
    }
}
