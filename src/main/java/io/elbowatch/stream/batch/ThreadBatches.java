package io.elbowatch.stream.batch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The batches of all stream threads, each from the first task of its thread to the last. */
final class ThreadBatches<V> {
    private final BatchLimits limits;
    private final Supplier<BatchWork<V>> work;
    private final Optional<WorkThreads> beside;
    private final Map<Thread, ThreadBatch<V>> ofThreads = new ConcurrentHashMap<>();

    /** @param beside on which batches are worked on while the next fills; empty where the stream threads do it all */
    ThreadBatches(BatchLimits limits, Supplier<BatchWork<V>> work, Optional<WorkThreads> beside) {
        this.limits = limits;
        this.work = work;
        this.beside = beside;
    }

    BatchLimits limits() {
        return limits;
    }

    /** That of the thread which calls. */
    ThreadBatch<V> ofThisThread() {
        Thread thread = Thread.currentThread();
        return ofThreads.computeIfAbsent(
                thread,
                any -> new ThreadBatch<>(
                        limits, work.get(), beside.map(WorkThreads::ofThisThread), () -> ofThreads.remove(thread)));
    }
}
