package io.elbowatch.lab.rig;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.Tiling;
import java.util.List;

/**
 * A model that delegates to another one and lets a subclass wrap its scorers. Closing it closes the other model, unless
 * a subclass overrides that.
 */
public abstract class ForwardingModel implements ImageModel {
    private final ImageModel model;

    protected ForwardingModel(ImageModel model) {
        this.model = model;
    }

    /** Wraps a new scorer of the other model, for use by the same thread. */
    protected abstract Scorer over(ImageScorer scorer);

    @Override
    public final ImageScorer newScorer() {
        return over(model.newScorer());
    }

    @Override
    public final ModelIdentity identity() {
        return model.identity();
    }

    @Override
    public final ElboForm form() {
        return model.form();
    }

    @Override
    public final Tiling tiling() {
        return model.tiling();
    }

    @Override
    public final ImageInspector newInspector() {
        return model.newInspector();
    }

    @Override
    public void close() {
        model.close();
    }

    /** A scorer that delegates to another one; closing it closes the other. */
    protected abstract static class Scorer implements ImageScorer {
        private final ImageScorer scorer;

        protected Scorer(ImageScorer scorer) {
            this.scorer = scorer;
        }

        @Override
        public List<ElboTerms> score(List<byte[]> images) {
            return scorer.score(images);
        }

        @Override
        public final String provider() {
            return scorer.provider();
        }

        @Override
        public final void close() {
            scorer.close();
        }
    }
}
