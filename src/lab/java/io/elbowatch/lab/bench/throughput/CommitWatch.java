package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what a flow commits of its images. It never waits for one that has ended, or that commits nothing any more. */
final class CommitWatch {
    /** A hundredth of the shortest part that is measured, at two seconds a run. */
    private static final long TICK_MILLIS = 10;

    private static final long PATIENCE_SECONDS = 60;

    private final Cluster cluster;
    private final Flow flow;
    private final String application;
    private final String topic;
    private final BooleanSupplier stopped;

    CommitWatch(Cluster cluster, Flow flow, FlowTask task, BooleanSupplier stopped) {
        this.cluster = cluster;
        this.flow = flow;
        this.application = task.application();
        this.topic = task.topics().images();
        this.stopped = stopped;
    }

    /**
     * Returns when at least so many images are committed: how many are.
     *
     * @throws Refusal when it was stopped
     * @throws IllegalStateException when the flow has ended, or committed nothing for a minute
     */
    long await(long images) {
        long last = -1;
        long lastNanos = System.nanoTime();
        while (true) {
            long committed = cluster.committed(application, topic);
            if (committed >= images) {
                return committed;
            }
            if (stopped.getAsBoolean()) {
                throw new Refusal("the bench was interrupted", "start it again");
            }
            flow.endedBy().ifPresent(cause -> {
                throw new IllegalStateException(application + " ended by itself", cause);
            });
            if (committed > last) {
                last = committed;
                lastNanos = System.nanoTime();
            } else if (System.nanoTime() - lastNanos > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new IllegalStateException(application + " has committed nothing for " + PATIENCE_SECONDS
                        + " s, after " + last + " of " + images + " images");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
        }
    }
}
