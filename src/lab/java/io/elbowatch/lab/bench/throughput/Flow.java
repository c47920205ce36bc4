package io.elbowatch.lab.bench.throughput;

import java.util.Optional;

/** A program that scores the images of a topic from its creation until it is closed. Closing it commits its results. */
interface Flow extends AutoCloseable {

    /** Whether a thread of this name decodes, scores or judges for it. */
    boolean isScoring(String threadName);

    /** Why it ended by itself; empty while it runs. */
    Optional<Throwable> endedBy();

    @Override
    void close();
}
