package io.elbowatch.models;

import io.elbowatch.bundle.Manifest;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.OpenedBundle;
import io.elbowatch.stream.flow.ServedModel;

/** A bundle whose model is in the pool. */
public record PooledBundle(String bundle, PooledModel model, Manifest manifest, Judging judging)
        implements OpenedBundle {

    @Override
    public ServedModel served(VerdictSettings settings) throws BundleProblem {
        return new ServedModel(bundle, model, judging.preprocessing(), judging.judges(settings));
    }
}
