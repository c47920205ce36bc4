package io.elbowatch.models;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.Tiling;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A model of a {@link ModelPool} as the flow sees it. It may be closed between two calls of its scorers; the next call
 * opens it again. Closing this changes nothing: the pool closes models.
 */
public final class PooledModel implements ImageModel {
    private final ModelPool pool;
    private final String key;
    private final Supplier<? extends ImageModel> opening;
    private final ElboForm form;
    private final Tiling tiling;
    private final AtomicReference<LoadedEntry> loaded; // null while it is closed
    private volatile ModelIdentity identity;
    private volatile long usedNanos;
    private volatile boolean retired;

    PooledModel(ModelPool pool, String key, Supplier<? extends ImageModel> opening, LoadedEntry loaded, long nanoTime) {
        this.pool = pool;
        this.key = key;
        this.opening = opening;
        this.form = loaded.model().form();
        this.tiling = loaded.model().tiling();
        this.identity = loaded.model().identity();
        this.loaded = new AtomicReference<>(loaded);
        this.usedNanos = nanoTime;
    }

    /** The model as it runs now; while it is closed, as it ran last. */
    @Override
    public ModelIdentity identity() {
        LoadedEntry entry = loaded.get();
        return entry == null ? identity : entry.model().identity();
    }

    @Override
    public ElboForm form() {
        return form;
    }

    @Override
    public Tiling tiling() {
        return tiling;
    }

    @Override
    public ImageScorer newScorer() {
        return new Scorer();
    }

    @Override
    public ImageInspector newInspector() {
        return new Inspector();
    }

    @Override
    public void close() {
        // Scorers of earlier plans may still be at work: see ModelPool.retain
    }

    /** Whether it is open. */
    public boolean isLoaded() {
        return loaded.get() != null;
    }

    /** The opened model, for what only the runtime knows; empty while it is closed. */
    public Optional<ImageModel> opened() {
        return Optional.ofNullable(loaded.get()).map(LoadedEntry::model);
    }

    String key() {
        return key;
    }

    boolean isOf(ModelPool other) {
        return pool == other;
    }

    long usedNanos() {
        return usedNanos;
    }

    boolean isRetired() {
        return retired;
    }

    void retire(boolean now) {
        retired = now;
    }

    private LoadedEntry enter() {
        LoadedEntry entry = loaded.get();
        return entry != null && entry.enter() ? entry : reopened();
    }

    /** Threads that need this model wait for each other; those of other models do not. */
    private synchronized LoadedEntry reopened() {
        LoadedEntry entry = loaded.get();
        if (entry != null && entry.enter()) { // another thread has opened it
            return entry;
        }
        usedNanos = pool.nanoTime();
        LoadedEntry opened = pool.reopen(opening);
        opened.enter();
        identity = opened.model().identity();
        loaded.set(opened);
        pool.opened(this);
        return opened;
    }

    private void leave(LoadedEntry entry) {
        usedNanos = pool.nanoTime();
        entry.leave();
        pool.left();
    }

    /** Closes it if no thread uses it. Returns whether this call closed it. */
    boolean closeIfIdle() {
        LoadedEntry entry = loaded.get();
        if (entry == null) {
            return false;
        }
        ModelIdentity last = entry.model().identity();
        if (!entry.retire()) {
            return false;
        }
        identity = last;
        loaded.compareAndSet(entry, null); // a thread that found it closed may have opened it again
        entry.close();
        return true;
    }

    private final class Scorer implements ImageScorer {
        private String provider = identity.provider();

        @Override
        public List<ElboTerms> score(List<byte[]> images) {
            LoadedEntry entry = enter();
            try {
                ImageScorer scorer = entry.takeScorer();
                try {
                    return scorer.score(images);
                } finally {
                    provider = scorer.provider();
                    entry.giveBack(scorer);
                }
            } finally {
                leave(entry);
            }
        }

        @Override
        public String provider() {
            return provider;
        }

        @Override
        public void close() {
            // it holds nothing between two calls
        }
    }

    private final class Inspector implements ImageInspector {

        @Override
        public List<ModelOutput> inspect(List<byte[]> images) {
            LoadedEntry entry = enter();
            try {
                ImageInspector inspector = entry.takeInspector();
                try {
                    return inspector.inspect(images);
                } finally {
                    entry.giveBack(inspector);
                }
            } finally {
                leave(entry);
            }
        }

        @Override
        public void close() {
            // it holds nothing between two calls
        }
    }
}
