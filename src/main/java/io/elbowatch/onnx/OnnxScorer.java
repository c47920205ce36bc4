package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import java.util.List;
import java.util.Map;

/**
 * Runs a session over batches of one thread, for the terms and features alone.
 */
final class OnnxScorer implements ImageScorer {
    private final OrtSession session;
    private final InputBuffer input;
    private final int features;

    OnnxScorer(OrtSession session, ElboForm form) {
        this.session = session;
        this.features = form.features().size();
        this.input = new InputBuffer(form.image());
    }

    @Override
    public List<ElboTerms> score(List<byte[]> images) {
        if (images.isEmpty()) {
            return List.of(); // ONNX Runtime throws on a batch of 0 rows
        }
        try (OnnxTensor batch = input.tensor(images);
                OrtSession.Result result = session.run(Map.of(Outputs.INPUT, batch), Outputs.TERMS)) {
            return Outputs.terms(result, images.size(), features);
        } catch (OrtException e) {
            throw OnnxFailure.failed("scoring " + images.size() + " images", e);
        }
    }

    @Override
    public void close() {
        input.release();
    }
}
