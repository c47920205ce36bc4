package io.elbowatch.core.evaluation;

import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.image.ImageDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Scores images as {@link SetScorer} does, on several threads. Every image has one result, in the order in which the
 * images were added. At most two batches a thread are in memory. Used by one thread.
 *
 * @param <T> what the caller knows of an image
 */
public final class ParallelScorer<T> implements AutoCloseable {
    private final ImageDecoder decoder;
    private final ImageModel model;
    private final BiConsumer<T, ScoredImage> result;
    private final int inFlight;
    private final ExecutorService threads;
    private final Queue<IsolatingScorer> idle = new ConcurrentLinkedQueue<>();
    private final List<IsolatingScorer> scorers = new ArrayList<>();
    private final Deque<Running<T>> running = new ArrayDeque<>();
    private final AtomicLong workNanos = new AtomicLong();
    private List<T> tags = new ArrayList<>();
    private ImageBatch batch;
    private int added;

    /** A batch that a thread has, with what is known of its images. */
    private record Running<T>(List<T> tags, Future<List<ScoredImage>> results) {}

    /** @param result called by the caller's own thread, while it adds and finishes */
    public ParallelScorer(ImageDecoder decoder, ImageModel model, int threads, BiConsumer<T, ScoredImage> result) {
        this.decoder = decoder;
        this.model = model;
        this.result = result;
        this.inFlight = 2 * threads;
        try {
            for (int i = 0; i < threads; i++) {
                scorers.add(new IsolatingScorer(model.newScorer(), model.shape()));
            }
        } catch (RuntimeException e) { // nobody has this to close it
            scorers.forEach(IsolatingScorer::close);
            throw e;
        }
        idle.addAll(scorers);
        this.batch = new ImageBatch(model.shape(), 0);
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "replay-scorer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Adds an image; waits while the threads have enough to do.
     *
     * @throws io.elbowatch.core.elbo.ModelException when the model itself fails
     */
    public void add(T tag, SetImage image) {
        batch.add(image);
        tags.add(tag);
        added++;
        if (batch.isFull()) {
            submit();
        }
    }

    /** Waits for the results of all images that were added. @throws io.elbowatch.core.elbo.ModelException as above */
    public void finish() {
        if (batch.images() > 0) {
            submit();
        }
        while (!running.isEmpty()) {
            passOn(running.remove());
        }
    }

    /** The time that decoding and scoring took, of all threads together. */
    public long workNanos() {
        return workNanos.get();
    }

    private void submit() {
        ImageBatch full = batch;
        running.add(new Running<>(tags, threads.submit(() -> score(full))));
        tags = new ArrayList<>();
        batch = new ImageBatch(model.shape(), added);
        while (running.size() >= inFlight
                || !running.isEmpty() && running.peek().results().isDone()) {
            passOn(running.remove());
        }
    }

    private List<ScoredImage> score(ImageBatch full) {
        IsolatingScorer scorer = idle.remove(); // there are as many as threads
        long started = System.nanoTime();
        try {
            return full.score(decoder, scorer);
        } finally {
            workNanos.addAndGet(System.nanoTime() - started);
            idle.add(scorer);
        }
    }

    private void passOn(Running<T> done) {
        List<ScoredImage> scored = get(done.results());
        for (int i = 0; i < scored.size(); i++) {
            result.accept(done.tags().get(i), scored.get(i));
        }
    }

    private static List<ScoredImage> get(Future<List<ScoredImage>> results) {
        try {
            return results.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while images are scored", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("scoring failed", e.getCause());
        }
    }

    /** Waits for the batches that run, and leaves out what was not finished. */
    @Override
    public void close() {
        threads.shutdownNow();
        for (Running<T> each : running) {
            each.results().cancel(true);
        }
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // the scorers stay open: a thread may use one
            }
        }
        scorers.forEach(IsolatingScorer::close);
    }
}
