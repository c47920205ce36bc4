package io.elbowatch.stream;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamTimes;
import io.elbowatch.stream.flow.ServedModel;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long full batches of the models of a plan take on this machine. Each model is measured once. Used by one thread at
 * a time.
 */
final class BatchTimes {
    private final StreamSettings settings;
    private final LongSupplier nanos;
    private final Map<ImageModel, Long> millis = new WeakHashMap<>(); // no model compares its content

    BatchTimes(StreamSettings settings) {
        this(settings, System::nanoTime);
    }

    BatchTimes(StreamSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
    }

    /**
     * Checks that a transaction outlasts the batches of all models: a batch may have the images of each, so that one run
     * of each comes before its commit. What is too slow is measured a second time, since the machine may have been busy.
     *
     * @throws Refusal naming the settings that contradict each other
     * @throws io.elbowatch.core.elbo.ModelException when a model fails
     */
    void check(Collection<ServedModel> models) {
        // Names of one archive share a model, and their images share its runs.
        Set<ImageModel> all = Collections.newSetFromMap(new IdentityHashMap<>());
        models.forEach(served -> all.add(served.model()));
        all.forEach(model -> millis.computeIfAbsent(model, this::measure));
        try {
            require(all);
        } catch (Refusal e) {
            all.forEach(model -> millis.merge(model, measure(model), Math::min));
            require(all);
        }
    }

    private void require(Set<ImageModel> models) {
        new StreamTimes(settings)
                .checkTransactionTimeout(models.stream().mapToLong(millis::get).sum());
    }

    /** Measures the second of two full batches: the first run of a model takes longer than any later one. */
    private long measure(ImageModel model) {
        int bytes = model.shape().bytes();
        List<byte[]> batch = Collections.nCopies(settings.flow().batch().images(bytes), new byte[bytes]);
        try (ImageScorer scorer = model.newScorer()) {
            scorer.score(batch);
            long started = nanos.getAsLong();
            scorer.score(batch);
            return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - started);
        }
    }
}
