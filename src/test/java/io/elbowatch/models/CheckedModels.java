package io.elbowatch.models;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.testing.FakeModel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Opens models that fail when they are used after their end, closed while they are used, or closed twice. */
final class CheckedModels {
    private final Queue<Checked> opened = new ConcurrentLinkedQueue<>();

    ImageModel open() {
        return open(() -> {});
    }

    /** @param inside runs in every call of a scorer */
    ImageModel open(Runnable inside) {
        Checked model = new Checked(inside);
        opened.add(model);
        return model;
    }

    int stillOpen() {
        return (int) opened.stream().filter(model -> !model.closed.get()).count();
    }

    void assertAllClosed() {
        assertThat(opened)
                .isNotEmpty()
                .allMatch(model -> model.closed.get())
                .allMatch(model -> model.scorers.get() == 0);
    }

    private static final class Checked implements ImageModel {
        private final FakeModel model = new FakeModel();
        private final Runnable inside;
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger scorers = new AtomicInteger();

        Checked(Runnable inside) {
            this.inside = inside;
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
        public ImageScorer newScorer() {
            scorers.incrementAndGet();
            ImageScorer scorer = model.newScorer();
            AtomicBoolean inCall = new AtomicBoolean();
            return new ImageScorer() {
                @Override
                public List<ElboTerms> score(List<byte[]> images) {
                    require(inCall.compareAndSet(false, true), "two threads in one scorer");
                    calls.incrementAndGet();
                    try {
                        require(!closed.get(), "used after its end");
                        inside.run();
                        return scorer.score(images);
                    } finally {
                        calls.decrementAndGet();
                        inCall.set(false);
                    }
                }

                @Override
                public String provider() {
                    return scorer.provider();
                }

                @Override
                public void close() {
                    require(!closed.get(), "a scorer closed after its model");
                    scorers.decrementAndGet();
                }
            };
        }

        @Override
        public ImageInspector newInspector() {
            return model.newInspector();
        }

        @Override
        public void close() {
            require(calls.get() == 0, "closed while it was used");
            require(closed.compareAndSet(false, true), "closed twice");
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise);
            }
        }
    }
}
