package io.elbowatch.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.Term;
import java.util.Arrays;
import java.util.Map;

/**
 * A VAE in ONNX Runtime: one session, shared by all threads. It has been compared with its golden images on the provider
 * that it runs on.
 */
public final class OnnxModel implements ImageModel {
    private final OrtSession session;
    private final ElboForm form;
    private final ModelIdentity identity;

    private OnnxModel(OrtSession session, Manifest manifest, String provider) {
        this.session = session;
        this.form = manifest.toForm();
        this.identity = new ModelIdentity(
                manifest.name(), manifest.version(), manifest.model().sha256(), provider);
    }

    /** As below, of a calibrated bundle. */
    public static OnnxModel open(Bundle bundle, ProviderChoice choice) {
        return open(bundle.uncalibrated(), choice);
    }

    /**
     * Opens the graph of a bundle.
     *
     * @throws Refusal when the graph does not load, is not what the manifest says, computes something else than was
     *     trained, or the provider asked for does not work
     */
    public static OnnxModel open(UncalibratedBundle bundle, ProviderChoice choice) {
        Sessions.Opened opened = Sessions.open(OrtEnvironment.getEnvironment(), bundle.graph(), choice);
        OnnxModel model = new OnnxModel(opened.session(), bundle.manifest(), opened.provider());
        try {
            model.checkSignature(bundle);
            GoldenCheck.run(bundle, model);
            return model;
        } catch (ModelException e) {
            model.close();
            throw unfit(bundle, "does not run: " + e.getMessage());
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The name of the provider that a choice asks for; {@code auto} asks for CUDA where this build of ONNX Runtime has it. */
    public static String requested(ProviderChoice choice) {
        return Sessions.requested(choice);
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    @Override
    public ElboForm form() {
        return form;
    }

    @Override
    public ImageScorer newScorer() {
        return new OnnxScorer(session, form);
    }

    @Override
    public ImageInspector newInspector() {
        return new OnnxInspector(session, form);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OnnxFailure.failed("closing the session", e);
        }
    }

    private void checkSignature(UncalibratedBundle bundle) {
        try {
            long[] images = {-1, shape().channels(), shape().height(), shape().width()};
            long[] latents = {-1, form.latent().size()};
            check(bundle, session.getInputInfo(), Outputs.INPUT, OnnxJavaType.UINT8, images);
            Map<String, NodeInfo> outputs = session.getOutputInfo();
            for (Term term : Term.values()) {
                long[] shapeOfTerm =
                        term == Term.FEATURES ? new long[] {-1, form.features().size()} : new long[] {-1};
                check(bundle, outputs, term.label(), OnnxJavaType.FLOAT, shapeOfTerm);
            }
            check(bundle, outputs, Outputs.MEAN, OnnxJavaType.FLOAT, latents);
            check(bundle, outputs, Outputs.LOG_VARIANCE, OnnxJavaType.FLOAT, latents);
            check(bundle, outputs, Outputs.LOGITS, OnnxJavaType.FLOAT, images);
        } catch (OrtException e) {
            throw OnnxFailure.failed("reading the graph's signature", e);
        }
    }

    private static void check(
            UncalibratedBundle bundle, Map<String, NodeInfo> found, String name, OnnxJavaType type, long[] expected) {
        NodeInfo node = found.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw unfit(bundle, "has no tensor '" + name + "', only " + found.keySet());
        }
        if (tensor.type != type || !Arrays.equals(tensor.getShape(), expected)) {
            throw unfit(
                    bundle,
                    "'" + name + "' is " + tensor.type + " " + Arrays.toString(tensor.getShape()) + ", expected " + type
                            + " " + Arrays.toString(expected) + " (-1: any batch)");
        }
    }

    private static Refusal unfit(UncalibratedBundle bundle, String problem) {
        return new Refusal(
                "bundle " + bundle.folder() + ": " + bundle.manifest().model().file() + " " + problem,
                "export the bundle again with model/export.py, and see that the manifest's image, latent and features are the model's");
    }
}
