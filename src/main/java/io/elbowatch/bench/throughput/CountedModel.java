package io.elbowatch.bench.throughput;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A model that counts its runs and the images that they scored; for use by many threads. The model stays open when this is closed. */
final class CountedModel implements ImageModel {
    private final ImageModel model;
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong images = new AtomicLong();

    CountedModel(ImageModel model) {
        this.model = model;
    }

    long runs() {
        return runs.get();
    }

    long images() {
        return images.get();
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
        ImageScorer scorer = model.newScorer();
        return new ImageScorer() {
            @Override
            public List<ElboTerms> score(List<byte[]> batch) {
                runs.incrementAndGet();
                images.addAndGet(batch.size());
                return scorer.score(batch);
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
        return model.newInspector();
    }

    @Override
    public void close() {}
}
