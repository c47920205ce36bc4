package io.elbowatch.stream.flow;

import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.Preprocessing;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** An image that is decoded once: by the first thread that comes to it. */
final class AheadImage implements Runnable {
    private final long offset;
    private final Preprocessing preprocessing;
    private final FutureTask<Result> task;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * How it was decoded.
     *
     * @param nanos of the decoding
     */
    record Result(Decoded decoded, long nanos, Thread by) {}

    /**
     * @param offset of its record
     * @param preprocessing with which it is decoded
     * @param decoding on any thread
     */
    AheadImage(long offset, Preprocessing preprocessing, Supplier<Decoded> decoding) {
        this.offset = offset;
        this.preprocessing = preprocessing;
        this.task = new FutureTask<>(() -> {
            long started = System.nanoTime();
            Decoded decoded = decoding.get();
            return new Result(decoded, System.nanoTime() - started, Thread.currentThread());
        });
    }

    long offset() {
        return offset;
    }

    /** Of its pixels. */
    int bytes() {
        return preprocessing.shape().bytes();
    }

    /** Decodes it, unless it is begun or dropped. */
    @Override
    public void run() {
        if (begun.compareAndSet(false, true)) {
            task.run();
        }
    }

    boolean isBegun() {
        return begun.get();
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Nobody needs it any more. */
    void drop() {
        task.cancel(false);
    }

    /** Decodes it, or waits for who has begun. Empty if it was decoded otherwise than wanted, or that failed. */
    Optional<Result> get(Preprocessing wanted) {
        if (!wanted.equals(preprocessing)) {
            drop();
            return Optional.empty();
        }
        run();
        try {
            return Optional.of(task.get());
        } catch (ExecutionException e) {
            return Optional.empty(); // the stream thread decodes it again, and ends with what fails then
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
