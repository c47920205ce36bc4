package io.elbowatch.stream.batch;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * The times at which the tasks of a stream thread flush for a commit: all of them at the same time, ahead of it. Kafka
 * Streams prepares a commit task by task and waits after each until the broker has acknowledged all records. Records
 * that leave during a commit cost one round trip for each task; records that left before cost one for all tasks
 * (docs/decisions/0017).
 */
public final class CommitTicks {
    /** No ticks: Kafka Streams alone decides when it commits. */
    public static final CommitTicks NONE = new CommitTicks(Duration.ZERO);

    private final long everyMillis;
    private final ThreadLocal<CommitPace> paces;

    /** @param every the interval in whole milliseconds; zero for no ticks */
    public CommitTicks(Duration every) {
        if (every.isNegative()) {
            throw new IllegalArgumentException("commits cannot come every " + every);
        }
        everyMillis = every.toMillis();
        paces = ThreadLocal.withInitial(() -> new CommitPace(everyMillis, phaseMillis()));
    }

    /**
     * Calls {@code flush} at each tick that leads to a commit. Threads tick at different times: many instances do not
     * commit together.
     */
    public void schedule(ProcessingContext context, Runnable flush) {
        if (everyMillis > 0) {
            context.schedule(
                    Instant.ofEpochMilli(phaseMillis()),
                    Duration.ofMillis(everyMillis),
                    PunctuationType.WALL_CLOCK_TIME,
                    nowMillis -> {
                        if (paces.get().isDue(nowMillis)) {
                            flush.run();
                        }
                    });
        }
    }

    /** Call this for each record when it comes. */
    public void working(long nowMillis) {
        if (everyMillis > 0) {
            paces.get().working(nowMillis);
        }
    }

    private long phaseMillis() {
        return System.identityHashCode(Thread.currentThread()) % everyMillis;
    }
}
