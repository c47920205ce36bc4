package io.elbowatch.stream.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Items that wait to be worked on together. An item is either waiting, or being worked on by another thread, or done and not yet
 * forwarded, or gone; order is kept, and a flush empties the buffer or fails. After a failed flush every further one fails at once with the same
 * failure and works on nothing: Kafka Streams flushes again while it closes the task that failed.
 *
 * <p>Knows no clock and no Kafka: whoever owns it says what time it is. Used by one thread; at most one batch is worked on beside it.
 *
 * @param <I> an item
 * @param <O> what work makes of it
 */
final class LossFreeBuffer<I, O> {
    private final BatchLimits limits;
    private final BiFunction<List<I>, FlushReason, List<O>> work;
    private final Consumer<O> forward;

    private final List<I> waiting = new ArrayList<>();
    private final Queue<O> done = new ArrayDeque<>();
    private CompletableFuture<List<O>> running; // null where no batch is
    private int runningItems;
    private long runningBytes;
    private long waitingBytes;
    private long oldestMillis;
    private Throwable failure; // RuntimeException or Error

    /**
     * @param work makes results of items: one each, in their order; never of two batches at once
     * @param forward sends a result on its way
     */
    LossFreeBuffer(BatchLimits limits, BiFunction<List<I>, FlushReason, List<O>> work, Consumer<O> forward) {
        this.limits = limits;
        this.work = work;
        this.forward = forward;
    }

    /** Takes an item of so many bytes that came now. */
    void add(I item, long bytes, long nowMillis) {
        if (waiting.isEmpty()) {
            oldestMillis = nowMillis;
        }
        waiting.add(item);
        waitingBytes += bytes;
    }

    /** Why the buffer should be flushed now, if it should. */
    Optional<FlushReason> due(long nowMillis) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        if (waiting.size() >= limits.maxImages()) {
            return Optional.of(FlushReason.COUNT);
        }
        if (waitingBytes >= limits.maxBytes()) {
            return Optional.of(FlushReason.BYTES);
        }
        // A wall clock that was set back must not keep images waiting.
        long waitedMillis = nowMillis - oldestMillis;
        return waitedMillis >= limits.linger().toMillis() || waitedMillis < 0
                ? Optional.of(FlushReason.LINGER)
                : Optional.empty();
    }

    /** Works on all that waits and forwards all that is done, what another thread works on included. */
    void flush(FlushReason reason) {
        orFailForGood(() -> {
            takeResults();
            if (!waiting.isEmpty()) {
                done.addAll(workOn(List.copyOf(waiting), reason));
                dropWaiting();
            }
            forwardDone();
        });
    }

    /** Has another thread work on all that waits, and forwards what it worked on before, waiting for it where it must. */
    void begin(FlushReason reason, Executor beside) {
        orFailForGood(() -> {
            takeResults();
            List<I> items = List.copyOf(waiting);
            runningItems = items.size();
            runningBytes = waitingBytes;
            running = CompletableFuture.supplyAsync(() -> workOn(items, reason), beside);
            dropWaiting();
            forwardDone();
        });
    }

    /** Forwards what another thread has finished meanwhile, if it has. */
    void collect() {
        if (running != null && running.isDone()) {
            orFailForGood(() -> {
                takeResults();
                forwardDone();
            });
        }
    }

    private void orFailForGood(Runnable step) {
        rethrowFailure();
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** A batch that failed stays: its items are not gone. */
    private void takeResults() {
        if (running == null) {
            return;
        }
        try {
            done.addAll(running.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException exception ? exception : e;
        }
        dropRunning();
    }

    private void forwardDone() {
        while (!done.isEmpty()) {
            forward.accept(done.peek());
            done.remove();
        }
    }

    private void rethrowFailure() {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private List<O> workOn(List<I> items, FlushReason reason) {
        List<O> results = work.apply(items, reason);
        if (results.size() != items.size()) {
            throw new IllegalStateException(results.size() + " results of " + items.size() + " items");
        }
        return results;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && running == null && done.isEmpty();
    }

    /** Items that are not worked on, or not to the end. */
    int waiting() {
        return waiting.size() + runningItems;
    }

    long waitingBytes() {
        return waitingBytes + runningBytes;
    }

    /**
     * Forgets everything, the failure too: what was not committed comes again from Kafka. Returns when nobody works on it any more,
     * so that what the work needs can be closed.
     */
    void clear() {
        if (running != null) {
            running.handle((results, failed) -> null).join();
            dropRunning();
        }
        dropWaiting();
        done.clear();
        failure = null;
    }

    private void dropRunning() {
        running = null;
        runningItems = 0;
        runningBytes = 0;
    }

    private void dropWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }
}
