package io.elbowatch.stream.batch;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * When the tasks of a stream thread get ready for a commit: all of them in the same moment, ahead of it. Kafka Streams prepares a commit task
 * by task, and after each waits until the broker has all that was sent: what tasks let go only then costs a round trip each, what
 * left before costs one for all (docs/decisions/0017).
 */
public final class CommitTicks {
    /** Commits come from elsewhere. */
    public static final CommitTicks NONE = new CommitTicks(Duration.ZERO);

    private final long everyMillis;
    private final ThreadLocal<CommitPace> paces;

    /** @param every how often, in whole milliseconds; zero for never */
    public CommitTicks(Duration every) {
        if (every.isNegative()) {
            throw new IllegalArgumentException("commits cannot come every " + every);
        }
        everyMillis = every.toMillis();
        paces = ThreadLocal.withInitial(() -> new CommitPace(everyMillis, phaseMillis()));
    }

    /** Has a processor get ready. Threads differ in the moment, so that those of many instances do not commit all at once. */
    public void schedule(ProcessingContext context, Runnable ready) {
        if (everyMillis > 0) {
            context.schedule(
                    Instant.ofEpochMilli(phaseMillis()),
                    Duration.ofMillis(everyMillis),
                    PunctuationType.WALL_CLOCK_TIME,
                    nowMillis -> {
                        if (paces.get().isDue(nowMillis)) {
                            ready.run();
                        }
                    });
        }
    }

    /** To be told of every record, when it comes. */
    public void works(long nowMillis) {
        if (everyMillis > 0) {
            paces.get().works(nowMillis);
        }
    }

    private long phaseMillis() {
        return System.identityHashCode(Thread.currentThread()) % everyMillis;
    }
}
