package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.rig.BenchBroker;
import io.elbowatch.lab.rig.RunTopics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until a flow has committed a number of images. It stops waiting when the flow ends or commits nothing more. */
final class CommitWatch {
    /** A hundredth of the shortest measured part of a run of two seconds. */
    private static final long TICK_MILLIS = 10;

    private static final long TIMEOUT_SECONDS = 60;

    private final BenchBroker broker;
    private final RunTopics run;
    private final Flow flow;
    private final BooleanSupplier stopped;

    CommitWatch(BenchBroker broker, RunTopics run, Flow flow, BooleanSupplier stopped) {
        this.broker = broker;
        this.run = run;
        this.flow = flow;
        this.stopped = stopped;
    }

    /**
     * Waits for at least this number of committed images and returns their actual number.
     *
     * @throws Refusal when the benchmark is stopped
     * @throws IllegalStateException when the flow has ended, or has committed nothing for a minute
     */
    long await(long images) {
        long last = -1;
        long lastNanos = System.nanoTime();
        while (true) {
            long committed = broker.committed(run);
            if (committed >= images) {
                return committed;
            }
            if (stopped.getAsBoolean()) {
                throw new Refusal("the bench was interrupted", "start it again");
            }
            flow.endedBy().ifPresent(cause -> {
                throw new IllegalStateException(run.application() + " ended by itself", cause);
            });
            if (committed > last) {
                last = committed;
                lastNanos = System.nanoTime();
            } else if (System.nanoTime() - lastNanos > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
                throw new IllegalStateException(run.application() + " has committed nothing for " + TIMEOUT_SECONDS
                        + " s, after " + last + " of " + images + " images");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
        }
    }
}
