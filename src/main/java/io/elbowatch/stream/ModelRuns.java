package io.elbowatch.stream;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.Tiling;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Knows how long the present runs of all models take. A run that does not return is the part of a stream thread that only
 * a restart ends: calls of Kafka's clients have timeouts.
 */
final class ModelRuns {
    private final LongSupplier nanos;
    private final Set<AtomicLong> startedNanos = ConcurrentHashMap.newKeySet(); // by identity

    ModelRuns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The time since the oldest run began that has not returned; zero where none runs. */
    Duration longest() {
        long now = nanos.getAsLong();
        return Duration.ofNanos(startedNanos.stream()
                .mapToLong(started -> now - started.get())
                .max()
                .orElse(0));
    }

    /** The same model, whose runs are known here. */
    ImageModel around(ImageModel model) {
        return new Timed(model);
    }

    private <T> T timed(Supplier<T> run) {
        AtomicLong started = new AtomicLong(nanos.getAsLong());
        startedNanos.add(started);
        try {
            return run.get();
        } finally {
            startedNanos.remove(started);
        }
    }

    private final class Timed implements ImageModel {
        private final ImageModel model;

        private Timed(ImageModel model) {
            this.model = model;
        }

        @Override
        public ModelIdentity identity() {
            return model.identity();
        }

        @Override
        public ElboForm form() {
            return model.form();
        }

        @Override
        public Tiling tiling() {
            return model.tiling();
        }

        @Override
        public ImageScorer newScorer() {
            ImageScorer scorer = model.newScorer();
            return new ImageScorer() {
                @Override
                public List<ElboTerms> score(List<byte[]> images) {
                    return timed(() -> scorer.score(images));
                }

                @Override
                public String provider() {
                    return scorer.provider();
                }

                @Override
                public void close() {
                    scorer.close();
                }
            };
        }

        @Override
        public ImageInspector newInspector() {
            ImageInspector inspector = model.newInspector();
            return new ImageInspector() {
                @Override
                public List<ModelOutput> inspect(List<byte[]> images) {
                    return timed(() -> inspector.inspect(images));
                }

                @Override
                public void close() {
                    inspector.close();
                }
            };
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
