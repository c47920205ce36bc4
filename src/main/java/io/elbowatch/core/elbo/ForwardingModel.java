package io.elbowatch.core.elbo;

import java.util.List;

/** A model that is another one in all but how it scores. Unless a subclass says otherwise, that one ends with it. */
public abstract class ForwardingModel implements ImageModel {
    private final ImageModel model;

    protected ForwardingModel(ImageModel model) {
        this.model = model;
    }

    /** @param scorer a new one of the other model, for the same thread */
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
    public final ImageInspector newInspector() {
        return model.newInspector();
    }

    @Override
    public void close() {
        model.close();
    }

    /** Scores by another scorer, and ends with it. */
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
