package io.elbowatch.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.Term;
import java.util.Arrays;
import java.util.Map;

/** The inputs and outputs that a graph must have: their names, types and shapes follow from the manifest. */
record Signature(BundledModel model, ElboForm form) {

    /** @throws Refusal if the graph does not match the manifest */
    void check(OrtSession session) {
        try {
            long[] images = {
                -1, form.image().channels(), form.image().height(), form.image().width()
            };
            check(session.getInputInfo(), Outputs.INPUT, InputBuffer.type(form.image()), images);
            Map<String, NodeInfo> outputs = session.getOutputInfo();
            for (Term term : Term.values()) {
                long[] shapeOfTerm =
                        term == Term.FEATURES ? new long[] {-1, form.features().size()} : new long[] {-1};
                check(outputs, term.label(), OnnxJavaType.FLOAT, shapeOfTerm);
            }
            Details.of(form).shapes().forEach((name, shape) -> check(outputs, name, OnnxJavaType.FLOAT, shape));
        } catch (OrtException e) {
            throw OnnxFailure.failed("reading the graph's signature", e);
        }
    }

    private void check(Map<String, NodeInfo> found, String name, OnnxJavaType type, long[] expected) {
        NodeInfo node = found.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw mismatch("has no tensor '" + name + "', only " + found.keySet());
        }
        if (tensor.type != type || !Arrays.equals(tensor.getShape(), expected)) {
            throw mismatch("'" + name + "' is " + tensor.type + " " + Arrays.toString(tensor.getShape()) + ", expected "
                    + type + " " + Arrays.toString(expected) + " (-1: any batch)");
        }
    }

    /** The graph does not match the manifest. */
    Refusal mismatch(String problem) {
        return new Refusal(
                "bundle " + model.folder() + ": " + model.manifest().model().file() + " " + problem,
                "export the bundle again with model/export.py, and check image, latent, places and features in the manifest");
    }
}
