package io.elbowatch.models;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import io.elbowatch.onnx.GoldenMismatchException;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderException;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.stream.flow.BundleOpener;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import io.elbowatch.stream.flow.ServedModel;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens bundles out of a {@link BundleStore} into a {@link ModelPool}: the hash first, then the golden images on the
 * execution provider, which warms it up. Two names of the same archive or folder share one model.
 */
public final class StoredModels implements BundleOpener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredModels.class);

    private final BundleStore store;
    private final ModelPool pool;
    private final OpeningSettings settings;
    private final ScheduledExecutorService tidying = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "models-tidying");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Set<String> ofStart; // hashes of the first plan; null before it
    private volatile Set<String> inUse = Set.of(); // hashes
    private final Map<Reason, Long> refused = new EnumMap<>(Reason.class); // guarded by itself

    /** @param store closed with this, as is the pool */
    public StoredModels(BundleStore store, ModelPool pool, OpeningSettings settings) {
        this.store = store;
        this.pool = pool;
        this.settings = settings;
        for (Reason reason : Reason.values()) {
            refused.put(reason, 0L);
        }
        long seconds = ModelPool.IDLE.toSeconds() / 3;
        tidying.scheduleWithFixedDelay(pool::tidy, seconds, seconds, TimeUnit.SECONDS);
        long between = BundleCache.IN_USE.toMinutes() / 4;
        tidying.scheduleWithFixedDelay(() -> store.use(inUse), between, between, TimeUnit.MINUTES);
    }

    /** The hash of what lies at a place now. @throws BundleProblem when it cannot be fetched */
    public String sha256(BundleRef ref) throws BundleProblem {
        return store.get(ref).sha256();
    }

    @Override
    public PooledBundle open(String bundle, BundleRef ref) throws BundleProblem {
        try {
            StoredBundle stored = store.get(ref);
            Bundle loaded = load(stored, ref);
            return new PooledBundle(
                    bundle, model(stored, loaded, ref), loaded.manifest(), Judging.of(loaded, settings));
        } catch (BundleProblem e) {
            synchronized (refused) {
                refused.merge(e.reason(), 1L, Long::sum);
            }
            throw e;
        }
    }

    private static Bundle load(StoredBundle stored, BundleRef ref) throws BundleProblem {
        try {
            return Bundle.load(stored.folder());
        } catch (Refusal e) {
            throw new BundleProblem(Reason.INVALID, detail(e, stored, ref), e);
        }
    }

    private PooledModel model(StoredBundle stored, Bundle loaded, BundleRef ref) throws BundleProblem {
        Optional<PooledModel> open = pool.find(stored.sha256());
        if (open.isPresent()) {
            return open.get();
        }
        int largestBatch = settings.largestBatch()
                .applyAsInt(loaded.manifest().toForm().image().bytes());
        try {
            PooledModel model = pool.add(
                    stored.sha256(),
                    // Read again each time: the graph of a closed model takes no memory.
                    () -> OnnxModel.open(BundledModel.load(stored.folder()), settings.provider(), largestBatch));
            LOG.info(
                    "model loaded name={} version={} provider={} sha256={}",
                    model.identity().name(),
                    model.identity().version(),
                    model.identity().provider(),
                    stored.sha256());
            return model;
        } catch (Refusal e) {
            throw new BundleProblem(reason(e), detail(e, stored, ref), e);
        }
    }

    private Reason reason(Refusal refusal) {
        // A device whose golden images differ is a fault of that device: the CPU has passed them before.
        if (refusal.getCause() instanceof GoldenMismatchException) {
            return Reason.GOLDEN_IMAGES;
        }
        return refusal.getCause() instanceof ProviderException ? Reason.PROVIDER : Reason.INVALID;
    }

    /** Without the folder of the cache, which tells people nothing. */
    private static String detail(Refusal refusal, StoredBundle stored, BundleRef ref) {
        return refusal.getMessage().replace(stored.folder().toString(), ref.at());
    }

    @Override
    public void inForce(Collection<ServedModel> models) {
        pool.retain(models.stream().map(ServedModel::model).toList());
        Set<String> hashes = new HashSet<>();
        for (ServedModel served : models) {
            if (served.model() instanceof PooledModel pooled) {
                hashes.add(pooled.key());
            }
        }
        if (ofStart == null) {
            ofStart = Set.copyOf(hashes);
        }
        hashes.addAll(ofStart); // a record may return to the plan of the start at any time
        inUse = Set.copyOf(hashes);
        store.use(inUse);
    }

    /** How many bundles could not be used, by reason; an attempt of a place that does not answer counts as one. */
    public Map<Reason, Long> refused() {
        synchronized (refused) {
            return Map.copyOf(refused);
        }
    }

    /** What the pool did since the start. */
    public ModelPool.Counts counts() {
        return pool.counts();
    }

    @Override
    public void close() {
        tidying.shutdownNow();
        pool.close();
        store.close();
    }
}
