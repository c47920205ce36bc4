package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ModelOutput;
import java.util.List;
import java.util.Set;

/** Inspects the batches of one thread: it fetches all outputs of the graph. */
final class OnnxInspector implements ImageInspector {
    private final BatchRunner runner;
    private final int features;
    private final Details details;
    private final Set<String> outputs;

    OnnxInspector(Devices devices, ElboForm form) {
        this.runner = new BatchRunner(devices, form.image());
        this.features = form.features().size();
        this.details = Details.of(form);
        this.outputs = Outputs.all(form);
    }

    @Override
    public List<ModelOutput> inspect(List<byte[]> images) {
        return runner.run("inspecting " + images.size() + " images", images, outputs, this::read);
    }

    private List<ModelOutput> read(OrtSession.Result result, int rows) throws OrtException {
        return details.read(result, Outputs.terms(result, rows, features));
    }

    @Override
    public void close() {
        runner.release();
    }
}
