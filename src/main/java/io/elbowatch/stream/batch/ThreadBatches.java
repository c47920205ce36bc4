package io.elbowatch.stream.batch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The batches of all stream threads. Each exists from the first task of its thread to the last. */
final class ThreadBatches<V> {
    private final BatchLimits limits;
    private final Supplier<BatchWork<V>> work;
    private final Optional<WorkThreads> workThreads;
    private final Map<Thread, ThreadBatch<V>> byThread = new ConcurrentHashMap<>();

    /** @param workThreads work on a batch while the next one fills; empty where the stream threads do the work */
    ThreadBatches(BatchLimits limits, Supplier<BatchWork<V>> work, Optional<WorkThreads> workThreads) {
        this.limits = limits;
        this.work = work;
        this.workThreads = workThreads;
    }

    BatchLimits limits() {
        return limits;
    }

    /** The batch of the calling thread. */
    ThreadBatch<V> ofThisThread() {
        Thread thread = Thread.currentThread();
        return byThread.computeIfAbsent(
                thread,
                any -> new ThreadBatch<>(
                        limits, work.get(), workThreads.map(WorkThreads::ofThisThread), () -> byThread.remove(thread)));
    }
}
