package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.lab.rig.ForwardingModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A model that counts its runs and the images that they scored. Any number of threads may use it. */
final class CountedModel extends ForwardingModel {
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong images = new AtomicLong();

    CountedModel(ImageModel model) {
        super(model);
    }

    long runs() {
        return runs.get();
    }

    long images() {
        return images.get();
    }

    @Override
    protected Scorer over(ImageScorer scorer) {
        return new Scorer(scorer) {
            @Override
            public List<ElboTerms> score(List<byte[]> batch) {
                runs.incrementAndGet();
                images.addAndGet(batch.size());
                return super.score(batch);
            }
        };
    }
}
