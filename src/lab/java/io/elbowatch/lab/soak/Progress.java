package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells every few seconds how far a soak is, and knows since when nothing has moved. Used by one thread. */
final class Progress {
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private final Consumer<String> say;
    private final Ledger ledger;
    private final long startedNanos = System.nanoTime();
    private long toldNanos = startedNanos;
    private long movedNanos = startedNanos;
    private int distinctBefore;

    Progress(Consumer<String> say, Ledger ledger) {
        this.say = say;
        this.ledger = ledger;
    }

    void look(int sent, int faults) {
        long now = System.nanoTime();
        if (ledger.distinct() > distinctBefore) {
            distinctBefore = ledger.distinct();
            movedNanos = now;
        }
        if (now - toldNanos > TELL_EVERY.toNanos()) {
            toldNanos = now;
            tell("sent %,d  left %,d  faults %d  doubled %d  disordered %d  differing %d"
                    .formatted(
                            sent, distinctBefore, faults, ledger.doubled(), ledger.disordered(), ledger.differing()));
        }
    }

    void tell(String what) {
        say.accept("%6d s  %s".formatted(seconds(), what));
    }

    /** Since the last image left. */
    boolean quietFor(Duration time) {
        return System.nanoTime() - movedNanos > time.toNanos();
    }

    boolean lasts(Duration time) {
        return System.nanoTime() - startedNanos > time.toNanos();
    }

    long seconds() {
        return Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds();
    }
}
