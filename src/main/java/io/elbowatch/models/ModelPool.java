package io.elbowatch.models;

import io.elbowatch.core.elbo.ImageModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened models. At most {@code maxLoaded} are open, those that were used last, and also those that a thread uses
 * right now. A model that no plan names is closed when it was not used for {@link #IDLE}; an image of an earlier plan
 * that comes even later opens it once more. The call of a model that is open takes no lock.
 */
public final class ModelPool implements AutoCloseable {
    /** Longer than an image waits for its batch. */
    static final Duration IDLE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

    private final int maxLoaded;
    private final LongSupplier nanoTime;
    private final Map<String, PooledModel> named = new HashMap<>(); // by their keys, guarded by this
    private final Set<PooledModel> all = new HashSet<>(); // also those that were tidied away and came back; as above
    private final AtomicInteger loaded = new AtomicInteger();
    private final AtomicLong loads = new AtomicLong();
    private final AtomicLong reloads = new AtomicLong();
    private final AtomicLong loadNanos = new AtomicLong();

    /** @param maxLoaded at least 1 */
    public ModelPool(int maxLoaded) {
        this(maxLoaded, System::nanoTime);
    }

    ModelPool(int maxLoaded, LongSupplier nanoTime) {
        if (maxLoaded < 1) {
            throw new IllegalArgumentException("at least one model must be open: " + maxLoaded);
        }
        this.maxLoaded = maxLoaded;
        this.nanoTime = nanoTime;
    }

    /**
     * What the pool did since the start.
     *
     * @param loaded models that are open
     * @param loads how often a model was opened that had not been
     * @param reloads how often one was opened again that had been closed to make room
     * @param loadNanos the time that both took
     */
    public record Counts(int loaded, long loads, long reloads, long loadNanos) {}

    public Counts counts() {
        return new Counts(loaded.get(), loads.get(), reloads.get(), loadNanos.get());
    }

    /** The model of this key, if the pool has it, open or not. */
    synchronized Optional<PooledModel> find(String key) {
        return Optional.ofNullable(named.get(key)).map(model -> {
            model.retire(false);
            return model;
        });
    }

    /**
     * Opens a model that the pool does not have.
     *
     * @param key equal for equal models
     * @param opening opens it, now and each time that it is needed again
     */
    PooledModel add(String key, Supplier<? extends ImageModel> opening) {
        LoadedEntry entry = timed(opening);
        loads.incrementAndGet();
        PooledModel model = new PooledModel(this, key, opening, entry, nanoTime());
        synchronized (this) {
            if (named.putIfAbsent(key, model) != null) {
                entry.close();
                throw new IllegalStateException("the pool has the model " + key);
            }
        }
        opened(model);
        return model;
    }

    LoadedEntry reopen(Supplier<? extends ImageModel> opening) {
        LoadedEntry entry = timed(opening);
        reloads.incrementAndGet();
        return entry;
    }

    private LoadedEntry timed(Supplier<? extends ImageModel> opening) {
        long started = nanoTime();
        try {
            return new LoadedEntry(opening.get());
        } finally {
            loadNanos.addAndGet(nanoTime() - started);
        }
    }

    /** Counts an opened model, and closes others if there are too many. */
    void opened(PooledModel model) {
        loaded.incrementAndGet();
        synchronized (this) {
            all.add(model);
        }
        makeRoom(model);
    }

    /** A thread has left a model: it may be the one to close. */
    void left() {
        if (loaded.get() > maxLoaded) {
            makeRoom(null);
        }
    }

    /** @param spared is not closed: it was opened for a thread that has not entered it yet */
    private void makeRoom(PooledModel spared) {
        if (loaded.get() <= maxLoaded) {
            return;
        }
        for (PooledModel model : longestUnusedFirst()) {
            if (loaded.get() <= maxLoaded) {
                return;
            }
            if (model != spared) {
                close(model);
            }
        }
    }

    private synchronized List<PooledModel> longestUnusedFirst() {
        List<PooledModel> open = new ArrayList<>(all);
        open.removeIf(model -> !model.isLoaded());
        long now = nanoTime();
        Map<PooledModel, Long> unused = new IdentityHashMap<>(); // once each: threads use them meanwhile
        open.forEach(model -> unused.put(model, now - model.usedNanos()));
        open.sort(Comparator.comparing(unused::get, Comparator.reverseOrder()));
        return open;
    }

    /** Returns whether it is closed now. A model that fails to close counts as closed: nobody uses it again. */
    private boolean close(PooledModel model) {
        try {
            if (!model.closeIfIdle()) {
                return !model.isLoaded();
            }
        } catch (RuntimeException e) {
            LOG.warn("model not closed name={} reason=\"{}\"", model.identity().name(), e.toString());
        }
        loaded.decrementAndGet();
        return true;
    }

    /** Says which models are named from now on; others are closed by {@link #tidy} in time. */
    synchronized void retain(Collection<? extends ImageModel> inForce) {
        all.forEach(model -> model.retire(true));
        for (ImageModel model : inForce) {
            if (model instanceof PooledModel pooled && pooled.isOf(this)) {
                pooled.retire(false);
                all.add(pooled); // a plan that was in force before may be so again
                named.putIfAbsent(pooled.key(), pooled);
            }
        }
        tidy();
    }

    /** Closes models that no plan names and nobody has used for a while. To be called from time to time. */
    synchronized void tidy() {
        all.removeIf(model -> model.isRetired() && nanoTime() - model.usedNanos() >= IDLE.toNanos() && close(model));
        named.values().retainAll(all);
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Closes all models that no thread uses; to be called when none does. */
    @Override
    public synchronized void close() {
        all.forEach(this::close);
    }
}
