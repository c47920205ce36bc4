package io.elbowatch.stream.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Items that wait to be worked on together. An item is either waiting, or done and not yet forwarded, or gone; order is
 * kept, and a flush empties the buffer or fails. After a failed flush every further one fails at once with the same
 * failure and works on nothing: Kafka Streams flushes again while it closes the task that failed.
 *
 * <p>Knows no clock and no Kafka: whoever owns it says what time it is. Used by one thread.
 *
 * @param <I> an item
 * @param <O> what work makes of it
 */
final class LossFreeBuffer<I, O> {
    private final BatchLimits limits;
    private final Function<List<I>, List<O>> work;
    private final Consumer<O> forward;

    private final List<I> waiting = new ArrayList<>();
    private final Queue<O> done = new ArrayDeque<>();
    private long waitingBytes;
    private long oldestMillis;
    private Throwable failure; // RuntimeException or Error

    /**
     * @param work makes results of items: one each, in their order
     * @param forward sends a result on its way
     */
    LossFreeBuffer(BatchLimits limits, Function<List<I>, List<O>> work, Consumer<O> forward) {
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

    /** Works on all that waits and forwards all that is done. */
    void flush() {
        rethrowFailure();
        try {
            if (!waiting.isEmpty()) {
                done.addAll(workOn(List.copyOf(waiting)));
                dropWaiting();
            }
            while (!done.isEmpty()) {
                forward.accept(done.peek());
                done.remove();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
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

    private Collection<O> workOn(List<I> items) {
        List<O> results = work.apply(items);
        if (results.size() != items.size()) {
            throw new IllegalStateException(results.size() + " results of " + items.size() + " items");
        }
        return results;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && done.isEmpty();
    }

    int waiting() {
        return waiting.size();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** Forgets everything, the failure too: what was not committed comes again from Kafka. */
    void clear() {
        dropWaiting();
        done.clear();
        failure = null;
    }

    private void dropWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }
}
