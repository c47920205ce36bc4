package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Reports the state of a soak every few seconds and measures how long nothing has changed. One thread updates it; any may report. */
final class Progress {
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(5);

    private final Consumer<String> out;
    private final Ledger ledger;
    private final long startedNanos = System.nanoTime();
    private long reportedNanos = startedNanos;
    private long movedNanos = startedNanos;
    private int distinctBefore;

    Progress(Consumer<String> out, Ledger ledger) {
        this.out = out;
        this.ledger = ledger;
    }

    void update(int sent, int faults) {
        long now = System.nanoTime();
        if (ledger.distinct() > distinctBefore) {
            distinctBefore = ledger.distinct();
            movedNanos = now;
        }
        if (now - reportedNanos > REPORT_INTERVAL.toNanos()) {
            reportedNanos = now;
            report(String.format(
                    Locale.ROOT,
                    "sent %,d  left %,d  faults %d  doubled %d  disordered %d  differing %d",
                    sent,
                    distinctBefore,
                    faults,
                    ledger.doubled(),
                    ledger.disordered(),
                    ledger.differing()));
        }
    }

    void report(String what) {
        out.accept(String.format(Locale.ROOT, "%6d s  %s", seconds(), what));
    }

    /** Whether no image has left for this time. */
    boolean quietFor(Duration time) {
        return System.nanoTime() - movedNanos > time.toNanos();
    }

    /** Whether the soak has lasted for this time. */
    boolean lasts(Duration time) {
        return System.nanoTime() - startedNanos > time.toNanos();
    }

    long seconds() {
        return Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds();
    }
}
