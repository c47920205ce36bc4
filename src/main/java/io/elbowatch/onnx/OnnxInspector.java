package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a session over batches of one thread, and fetches all that the graph gives.
 */
final class OnnxInspector implements ImageInspector {
    private final OrtSession session;
    private final InputBuffer input;
    private final ElboForm form;

    OnnxInspector(OrtSession session, ElboForm form) {
        this.session = session;
        this.input = new InputBuffer(form.image());
        this.form = form;
    }

    @Override
    public List<ModelOutput> inspect(List<byte[]> images) {
        if (images.isEmpty()) {
            return List.of(); // ONNX Runtime throws on a batch of 0 rows
        }
        try (OnnxTensor batch = input.tensor(images);
                OrtSession.Result result = session.run(Map.of(Outputs.INPUT, batch), Outputs.ALL)) {
            List<ElboTerms> terms =
                    Outputs.terms(result, images.size(), form.features().size());
            List<float[]> means = Outputs.rows(
                    result, Outputs.MEAN, images.size(), form.latent().size());
            List<float[]> logVariances = Outputs.rows(
                    result, Outputs.LOG_VARIANCE, images.size(), form.latent().size());
            List<float[]> logits = Outputs.rows(
                    result, Outputs.LOGITS, images.size(), form.image().bytes());
            List<ModelOutput> outputs = new ArrayList<>(images.size());
            for (int i = 0; i < images.size(); i++) {
                outputs.add(new ModelOutput(terms.get(i), means.get(i), logVariances.get(i), logits.get(i)));
            }
            return outputs;
        } catch (OrtException e) {
            throw OnnxFailure.failed("inspecting " + images.size() + " images", e);
        }
    }

    @Override
    public void close() {
        input.release();
    }
}
