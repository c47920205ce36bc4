package io.elbowatch.lab.soak;

import io.elbowatch.lab.process.JavaProcess;
import java.time.Duration;

/** Injects faults into scorers, one at a time, and repairs them: a scorer that a fault ends is started again. */
final class ScorerFaults {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(25);

    private final Scorers scorers;

    ScorerFaults(Scorers scorers) {
        this.scorers = scorers;
    }

    void perform(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case KILL -> {
                scorers.release(fault.slot()).kill();
                scorers.start(fault.slot());
            }
            case TERMINATE -> restart(fault.slot());
            case CLOSE -> close(fault.slot());
            case PAUSE -> pause(fault);
            case SCALE -> scale(fault);
            case ANOTHER_ALPHA -> {
                scorers.changeAlpha(fault.slot());
                restart(fault.slot());
            }
            case ANOTHER_VERSION -> {
                scorers.changeVersion(fault.slot());
                restart(fault.slot());
            }
            case DECODE_THROWS,
                    MODEL_BREAKS,
                    MODEL_FAILS_ONCE,
                    FORWARD_THROWS,
                    STALL_PAST_POLL,
                    STALL_PAST_TRANSACTION ->
                scorers.in(fault.slot()).tell(fault.kind().label());
            default -> throw new IllegalArgumentException(fault.kind() + " is no fault of scorers");
        }
    }

    private void restart(int slot) throws InterruptedException {
        scorers.terminate(slot);
        scorers.start(slot);
    }

    private void close(int slot) throws InterruptedException {
        JavaProcess process = scorers.in(slot);
        process.tell(FaultKind.CLOSE.label());
        process.awaitEnd(CLOSE_TIMEOUT);
        restart(slot); // SIGTERM ends a scorer that was not reading faults yet
    }

    private void pause(Fault fault) throws InterruptedException {
        JavaProcess process = scorers.in(fault.slot());
        process.pause();
        try {
            Thread.sleep(fault.length().toMillis());
        } finally {
            process.resume();
        }
    }

    /** One more, two fewer, one more: 2, 3, 1, 2. */
    private void scale(Fault fault) throws InterruptedException {
        scorers.start(Scorers.THIRD);
        Thread.sleep(fault.length().toMillis());
        int other = fault.slot();
        scorers.terminate(Scorers.THIRD);
        scorers.terminate(other);
        Thread.sleep(fault.length().toMillis());
        scorers.start(other);
    }
}
