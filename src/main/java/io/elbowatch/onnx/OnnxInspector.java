package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ModelOutput;
import java.util.ArrayList;
import java.util.List;

/** Inspects the batches of one thread: it fetches all outputs of the graph. */
final class OnnxInspector implements ImageInspector {
    private final BatchRunner runner;
    private final ElboForm form;

    OnnxInspector(Devices devices, ElboForm form) {
        this.runner = new BatchRunner(devices, form.image());
        this.form = form;
    }

    @Override
    public List<ModelOutput> inspect(List<byte[]> images) {
        return runner.run("inspecting " + images.size() + " images", images, Outputs.ALL, this::read);
    }

    private List<ModelOutput> read(OrtSession.Result result, int rows) throws OrtException {
        List<ElboTerms> terms = Outputs.terms(result, rows, form.features().size());
        List<float[]> means =
                Outputs.rows(result, Outputs.MEAN, rows, form.latent().size());
        List<float[]> logVariances =
                Outputs.rows(result, Outputs.LOG_VARIANCE, rows, form.latent().size());
        List<float[]> logits =
                Outputs.rows(result, Outputs.LOGITS, rows, form.image().bytes());
        List<ModelOutput> outputs = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            outputs.add(new ModelOutput(terms.get(i), means.get(i), logVariances.get(i), logits.get(i)));
        }
        return outputs;
    }

    @Override
    public void close() {
        runner.release();
    }
}
