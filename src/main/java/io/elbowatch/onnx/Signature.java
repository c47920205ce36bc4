package io.elbowatch.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.elbowatch.bundle.UncalibratedBundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.Term;
import java.util.Arrays;
import java.util.Map;

/** The inputs and outputs that a bundle's graph must have: names, types and shapes, as its manifest says. */
record Signature(UncalibratedBundle bundle, ElboForm form) {

    /** @throws Refusal when the graph is not what the manifest says */
    void check(OrtSession session) {
        try {
            long[] images = {
                -1, form.image().channels(), form.image().height(), form.image().width()
            };
            long[] latents = {-1, form.latent().size()};
            check(session.getInputInfo(), Outputs.INPUT, OnnxJavaType.UINT8, images);
            Map<String, NodeInfo> outputs = session.getOutputInfo();
            for (Term term : Term.values()) {
                long[] shapeOfTerm =
                        term == Term.FEATURES ? new long[] {-1, form.features().size()} : new long[] {-1};
                check(outputs, term.label(), OnnxJavaType.FLOAT, shapeOfTerm);
            }
            check(outputs, Outputs.MEAN, OnnxJavaType.FLOAT, latents);
            check(outputs, Outputs.LOG_VARIANCE, OnnxJavaType.FLOAT, latents);
            check(outputs, Outputs.LOGITS, OnnxJavaType.FLOAT, images);
        } catch (OrtException e) {
            throw OnnxFailure.failed("reading the graph's signature", e);
        }
    }

    private void check(Map<String, NodeInfo> found, String name, OnnxJavaType type, long[] expected) {
        NodeInfo node = found.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw unfit("has no tensor '" + name + "', only " + found.keySet());
        }
        if (tensor.type != type || !Arrays.equals(tensor.getShape(), expected)) {
            throw unfit("'" + name + "' is " + tensor.type + " " + Arrays.toString(tensor.getShape()) + ", expected "
                    + type + " " + Arrays.toString(expected) + " (-1: any batch)");
        }
    }

    /** The graph is not what the manifest says. */
    Refusal unfit(String problem) {
        return new Refusal(
                "bundle " + bundle.folder() + ": " + bundle.manifest().model().file() + " " + problem,
                "export the bundle again with model/export.py, and see that the manifest's image, latent and features are the model's");
    }
}
