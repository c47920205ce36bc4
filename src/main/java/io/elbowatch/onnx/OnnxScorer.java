package io.elbowatch.onnx;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import java.util.List;

/** Scores the batches of one thread: it fetches only the terms and features. */
final class OnnxScorer implements ImageScorer {
    private final BatchRunner runner;
    private final int features;

    OnnxScorer(Devices devices, ElboForm form) {
        this.runner = new BatchRunner(devices, form.image());
        this.features = form.features().size();
    }

    @Override
    public List<ElboTerms> score(List<byte[]> images) {
        return runner.run(
                "scoring " + images.size() + " images",
                images,
                Outputs.TERMS,
                (result, rows) -> Outputs.terms(result, rows, features));
    }

    @Override
    public String provider() {
        return runner.provider().label();
    }

    @Override
    public void close() {
        runner.release();
    }
}
