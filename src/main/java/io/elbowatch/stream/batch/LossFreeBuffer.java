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
 * Items of several lanes that wait to be worked on together. An item is either waiting, or being worked on by another thread, or done and
 * not yet forwarded, or gone. A lane forwards its own results alone, in order; a flush of it works on everything that waits, and leaves
 * nothing of this lane behind, or fails.
 *
 * <p>After work that failed, every further flush of any lane fails at once with the same failure and works on nothing, until all lanes are
 * closed: Kafka Streams flushes again while it closes the tasks of a thread that failed. After a forward that failed, so does its lane.
 *
 * <p>Knows no clock and no Kafka: whoever owns it says what time it is. Used by one thread; at most one batch is worked on beside it.
 *
 * @param <I> an item
 * @param <O> what work makes of it
 */
final class LossFreeBuffer<I, O> {
    private final BatchLimits limits;
    private final BiFunction<List<I>, FlushReason, List<O>> work;

    private List<Item<I, O>> waiting = new ArrayList<>();
    private List<Item<I, O>> running = List.of();
    private CompletableFuture<List<O>> results; // of those that run; null where none do
    private long waitingBytes;
    private long runningBytes;
    private long oldestMillis;
    private int openLanes;
    private Throwable failure; // of the work: RuntimeException or Error

    private record Item<I, O>(LossFreeBuffer<I, O>.Lane lane, I item, long bytes) {}

    /** @param work makes results of items: one each, in their order; never of two batches at once */
    LossFreeBuffer(BatchLimits limits, BiFunction<List<I>, FlushReason, List<O>> work) {
        this.limits = limits;
        this.work = work;
    }

    /** A lane whose results are sent on their way by {@code forward}. */
    Lane open(Consumer<O> forward) {
        openLanes++;
        return new Lane(forward);
    }

    /** Why a batch should be worked on now, if it should. */
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

    /** Items of all lanes that are not worked on, or not to the end. */
    int waiting() {
        return waiting.size() + running.size();
    }

    long waitingBytes() {
        return waitingBytes + runningBytes;
    }

    boolean hasLanes() {
        return openLanes > 0;
    }

    /** The items of one task of Kafka Streams, which are committed together. */
    final class Lane {
        private final Consumer<O> forward;
        private final Queue<O> done = new ArrayDeque<>();
        private int held; // waiting or worked on
        private boolean closed;
        private Throwable forwardFailure; // RuntimeException or Error

        private Lane(Consumer<O> forward) {
            this.forward = forward;
        }

        /** Takes an item of so many bytes that came now. */
        void add(I item, long bytes, long nowMillis) {
            if (waiting.isEmpty()) {
                oldestMillis = nowMillis;
            }
            waiting.add(new Item<>(this, item, bytes));
            waitingBytes += bytes;
            held++;
        }

        /** Works on all that waits, of other lanes too, and forwards all that is done of this one. */
        void flush(FlushReason reason) {
            rethrow(forwardFailure);
            orFailForGood(() -> {
                takeResults();
                if (!waiting.isEmpty()) {
                    deliver(waiting, workOn(waiting, reason));
                    dropWaiting();
                }
            });
            forwardDone();
        }

        /** Has another thread work on all that waits, when it has worked on what it was given before; forwards what is done of this lane. */
        void begin(FlushReason reason, Executor beside) {
            rethrow(forwardFailure);
            orFailForGood(() -> {
                takeResults();
                List<Item<I, O>> items = waiting;
                results = CompletableFuture.supplyAsync(() -> workOn(items, reason), beside);
                running = items;
                runningBytes = waitingBytes;
                waiting = new ArrayList<>();
                waitingBytes = 0;
            });
            forwardDone();
        }

        /** Forwards what is done of this lane, without waiting for anything. */
        void collect() {
            if (results != null && results.isDone()) {
                orFailForGood(LossFreeBuffer.this::takeResults);
            }
            if (!done.isEmpty()) {
                forwardDone();
            }
        }

        boolean isEmpty() {
            return held == 0 && done.isEmpty();
        }

        /**
         * Forgets all of its own: what was not committed comes again from Kafka. With the last lane the failure is forgotten, too. Returns
         * when nobody works on anything of it any more.
         */
        void close() {
            if (closed) {
                return;
            }
            closed = true;
            awaitResults();
            waiting.removeIf(item -> {
                if (item.lane == this) {
                    waitingBytes -= item.bytes;
                }
                return item.lane == this;
            });
            held = 0;
            done.clear();
            openLanes--;
            if (openLanes == 0) {
                dropRunning();
                failure = null;
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

    private void orFailForGood(Runnable step) {
        rethrow(failure);
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** A batch that failed stays: its items are not gone. */
    private void takeResults() {
        if (results == null) {
            return;
        }
        try {
            deliver(running, results.join());
        } catch (CompletionException e) {
            rethrow(e.getCause());
            throw e;
        }
        dropRunning();
    }

    /** For one lane that goes, while others may stay: they shall hear of a failure when they flush. */
    private void awaitResults() {
        if (failure == null) {
            try {
                takeResults();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
    }

    private void deliver(List<Item<I, O>> items, List<O> made) {
        for (int i = 0; i < made.size(); i++) {
            Lane lane = items.get(i).lane;
            lane.done.add(made.get(i));
            lane.held--;
        }
    }

    private List<O> workOn(List<Item<I, O>> items, FlushReason reason) {
        List<I> batch = new ArrayList<>(items.size());
        for (Item<I, O> item : items) {
            batch.add(item.item);
        }
        List<O> made = work.apply(batch, reason);
        if (made.size() != items.size()) {
            throw new IllegalStateException(made.size() + " results of " + items.size() + " items");
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

    private void dropRunning() {
        results = null;
        running = List.of();
        runningBytes = 0;
    }

    private void dropWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }
}
