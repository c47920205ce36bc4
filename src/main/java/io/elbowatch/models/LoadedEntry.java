package io.elbowatch.models;

import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One opening of a model, with the scorers and inspectors that no thread uses at the moment. It is closed only while no
 * thread is in it, and nobody enters it afterwards.
 */
final class LoadedEntry implements AutoCloseable {
    private static final int CLOSED = -1;

    private final ImageModel model;
    private final AtomicInteger users = new AtomicInteger();
    private final Deque<ImageScorer> scorers = new ConcurrentLinkedDeque<>();
    private final Deque<ImageInspector> inspectors = new ConcurrentLinkedDeque<>();

    LoadedEntry(ImageModel model) {
        this.model = model;
    }

    ImageModel model() {
        return model;
    }

    /** Whether the caller is in it now, and must {@link #leave} it. */
    boolean enter() {
        int before = users.get();
        while (before != CLOSED) {
            if (users.compareAndSet(before, before + 1)) {
                return true;
            }
            before = users.get();
        }
        return false;
    }

    void leave() {
        users.decrementAndGet();
    }

    ImageScorer takeScorer() {
        return free(scorers, model::newScorer);
    }

    void giveBack(ImageScorer scorer) {
        scorers.push(scorer);
    }

    ImageInspector takeInspector() {
        return free(inspectors, model::newInspector);
    }

    void giveBack(ImageInspector inspector) {
        inspectors.push(inspector);
    }

    /** The one that was used last: its buffers are warm, and fit. */
    private static <T> T free(Deque<T> idle, Supplier<T> fresh) {
        return Optional.ofNullable(idle.poll()).orElseGet(fresh);
    }

    /** Whether this call took it out of use, so that the caller must {@link #close} it; not while a thread is in it. */
    boolean retire() {
        return users.compareAndSet(0, CLOSED);
    }

    @Override
    public void close() {
        try (model) {
            scorers.forEach(ImageScorer::close);
            inspectors.forEach(ImageInspector::close);
        }
    }
}
