package io.elbowatch.stream.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Items of several lanes that wait to be worked on together. At any time an item is in one of four states: it waits,
 * another thread works on it, its result waits to be forwarded, or its result has been forwarded. Each lane forwards
 * its own results, in order. A flush works on all waiting items and forwards all results of its lane, or it throws.
 *
 * <p>{@link BatchWork} says what happens after a failure. The buffer uses neither a clock nor Kafka: the caller passes
 * the time. It is used by one thread; at most one batch runs on another thread meanwhile.
 *
 * @param <I> an item
 * @param <O> the result of an item
 */
final class LossFreeBuffer<I, O> {
    private final BatchLimits limits;
    private final ToLongFunction<I> bytesOf;
    private final Function<I, Object> groupOf;
    private final BiFunction<List<I>, FlushReason, List<O>> work;

    private Batch waiting = new Batch();
    private Batch running = new Batch(); // empty while results is null
    private CompletableFuture<List<O>> results; // of the running batch; null when none runs
    private long oldestMillis;
    private int openLanes;
    private Throwable workFailure; // RuntimeException or Error

    /**
     * @param bytesOf memory that an item holds
     * @param groupOf the group of an item, by identity: a batch is due when one group is full
     * @param work makes one result of each item, in order; it is called for one batch at a time
     */
    LossFreeBuffer(
            BatchLimits limits,
            ToLongFunction<I> bytesOf,
            Function<I, Object> groupOf,
            BiFunction<List<I>, FlushReason, List<O>> work) {
        this.limits = limits;
        this.bytesOf = bytesOf;
        this.groupOf = groupOf;
        this.work = work;
    }

    /** Opens a lane whose results go to {@code forward}. */
    Lane open(Consumer<O> forward) {
        openLanes++;
        return new Lane(forward);
    }

    /** Why a batch is due now; empty when none is. */
    Optional<FlushReason> due(long nowMillis) {
        if (waiting.items.isEmpty()) {
            return Optional.empty();
        }
        if (waiting.groups.largest() >= limits.maxImages()) {
            return Optional.of(FlushReason.COUNT);
        }
        if (waiting.bytes >= limits.maxBytes()) {
            return Optional.of(FlushReason.BYTES);
        }
        // A wall clock that was set back must not delay images.
        long waitedMillis = nowMillis - oldestMillis;
        return waitedMillis >= limits.linger().toMillis() || waitedMillis < 0
                ? Optional.of(FlushReason.LINGER)
                : Optional.empty();
    }

    /** Items of all lanes that have no result yet. */
    int waiting() {
        return waiting.items.size() + running.items.size();
    }

    long waitingBytes() {
        return waiting.bytes + running.bytes;
    }

    boolean hasLanes() {
        return openLanes > 0;
    }

    /** The items of one task of Kafka Streams, which are committed together. */
    final class Lane {
        private final Consumer<O> forward;
        private final Queue<O> done = new ArrayDeque<>();
        private int pending; // items without a result
        private boolean closed;
        private Throwable forwardFailure; // RuntimeException or Error

        private Lane(Consumer<O> forward) {
            this.forward = forward;
        }

        /** Adds an item that came now. */
        void add(I item, long nowMillis) {
            if (waiting.items.isEmpty()) {
                oldestMillis = nowMillis;
            }
            waiting.add(item, this);
            pending++;
        }

        /** Works on all waiting items, also those of other lanes, and forwards all results of this lane. */
        void flush(FlushReason reason) {
            rethrow(forwardFailure);
            failAllLanesOnError(() -> {
                takeResults();
                if (!waiting.items.isEmpty()) {
                    waiting.deliver(workOn(waiting, reason));
                    waiting.clear();
                }
            });
            forwardDone();
        }

        /**
         * Waits for the batch of {@code executor}, gives it all waiting items as the next one, and forwards the results
         * of this lane.
         */
        void begin(FlushReason reason, Executor executor) {
            rethrow(forwardFailure);
            failAllLanesOnError(() -> {
                takeResults();
                Batch next = waiting;
                results = CompletableFuture.supplyAsync(() -> workOn(next, reason), executor);
                waiting = running;
                running = next;
            });
            forwardDone();
        }

        /** Forwards the results of this lane that are there, without waiting. */
        void collect() {
            if (results != null && results.isDone()) {
                failAllLanesOnError(LossFreeBuffer.this::takeResults);
            }
            if (!done.isEmpty()) {
                forwardDone();
            }
        }

        boolean isEmpty() {
            return pending == 0 && done.isEmpty();
        }

        /**
         * Drops the items and results of this lane: Kafka delivers again what was not committed. The last lane to close
         * resets a failure of the work. Returns when no thread works on items of this lane any more.
         */
        void close() {
            if (closed) {
                return;
            }
            closed = true;
            awaitResults();
            waiting.remove(this);
            pending = 0;
            done.clear();
            openLanes--;
            if (openLanes == 0) {
                results = null;
                running.clear();
                workFailure = null;
            }
        }

        private void forwardDone() {
            rethrow(forwardFailure);
            try {
                for (O next = done.peek(); next != null; next = done.peek()) {
                    forward.accept(next);
                    done.remove();
                }
            } catch (RuntimeException | Error e) {
                forwardFailure = e;
                throw e;
            }
        }
    }

    /** Items, and the lane of each under the same index. Both lists are reused: a batch allocates neither. */
    private final class Batch {
        private final List<I> items = new ArrayList<>();
        private final List<I> readOnlyItems = Collections.unmodifiableList(items);
        private final List<Lane> lanes = new ArrayList<>();
        private final GroupSizes groups = new GroupSizes();
        private long bytes;

        private void add(I item, Lane lane) {
            items.add(item);
            lanes.add(lane);
            bytes += bytesOf.applyAsLong(item);
            groups.add(groupOf.apply(item));
        }

        private void deliver(List<O> results) {
            for (int i = 0; i < results.size(); i++) {
                Lane lane = lanes.get(i);
                lane.done.add(results.get(i));
                lane.pending--;
            }
        }

        private void remove(Lane lane) {
            int kept = 0;
            for (int i = 0; i < items.size(); i++) {
                if (lanes.get(i) == lane) {
                    bytes -= bytesOf.applyAsLong(items.get(i));
                } else {
                    items.set(kept, items.get(i));
                    lanes.set(kept, lanes.get(i));
                    kept++;
                }
            }
            items.subList(kept, items.size()).clear();
            lanes.subList(kept, lanes.size()).clear();
            groups.clear();
            items.forEach(item -> groups.add(groupOf.apply(item)));
        }

        private void clear() {
            items.clear();
            lanes.clear();
            groups.clear();
            bytes = 0;
        }
    }

    private void failAllLanesOnError(Runnable step) {
        rethrow(workFailure);
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            workFailure = e;
            throw e;
        }
    }

    /** Waits for the running batch, if there is one. A batch that failed stays, since its items have no results. */
    private void takeResults() {
        if (results == null) {
            return;
        }
        try {
            running.deliver(results.join());
        } catch (CompletionException e) {
            rethrow(e.getCause());
            throw e;
        }
        results = null;
        running.clear();
    }

    /**
     * Waits for the running batch when a lane closes. Other lanes stay open: a failure reaches them at their next
     * flush.
     */
    private void awaitResults() {
        if (workFailure == null) {
            try {
                takeResults();
            } catch (RuntimeException | Error e) {
                workFailure = e;
            }
        }
    }

    private List<O> workOn(Batch batch, FlushReason reason) {
        int items = batch.items.size();
        List<O> made = work.apply(batch.readOnlyItems, reason);
        if (made.size() != items) {
            throw new IllegalStateException(made.size() + " results of " + items + " items");
        }
        return made;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
