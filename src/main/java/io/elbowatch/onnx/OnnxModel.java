package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.Manifest;
import io.elbowatch.bundle.UncalibratedBundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import java.util.Optional;

/**
 * A VAE in ONNX Runtime, shared by all threads: a session on each of its devices. It has been compared with its golden images on all
 * of them.
 */
public final class OnnxModel implements ImageModel {
    /** The largest batch that offline sets come in. */
    private static final int LARGEST_BATCH = 64;

    private final Devices devices;
    private final Manifest manifest;
    private final ElboForm form;
    private final String requested;

    OnnxModel(Devices devices, Manifest manifest, ProviderChoice choice) {
        this.devices = devices;
        this.manifest = manifest;
        this.form = manifest.toForm();
        this.requested =
                choice.named().orElseGet(() -> asked(devices.running())).label();
    }

    /** As below, of a calibrated bundle, for batches as offline sets come in. */
    public static OnnxModel open(Bundle bundle, ProviderChoice choice) {
        return open(bundle.uncalibrated(), choice);
    }

    /** As below, for batches as offline sets come in. */
    public static OnnxModel open(UncalibratedBundle bundle, ProviderChoice choice) {
        return open(bundle, choice, LARGEST_BATCH);
    }

    /**
     * Opens the graph of a bundle, and warms up its devices.
     *
     * @param largestBatch how many images come at once; more are run in pieces
     * @throws Refusal when the graph does not load, is not what the manifest says, computes something else than was
     *     trained, or the provider asked for does not work
     */
    public static OnnxModel open(UncalibratedBundle bundle, ProviderChoice choice, int largestBatch) {
        return new OnnxModel(new Sessions(bundle, choice, largestBatch).open(), bundle.manifest(), choice);
    }

    /** The version of the native library that is loaded. */
    public static String runtimeVersion() {
        return NativeLibrary.load().getVersion();
    }

    /** What {@code auto} asked for: the provider that it found, else the one for whose sake this build was chosen, if for any. */
    private static Provider asked(Provider found) {
        if (found != Provider.CPU) {
            return found;
        }
        // WebGPU first: the build that has it names CUDA as well, and comes without.
        return OrtEnvironment.getAvailableProviders().contains(Provider.WEBGPU.builtIn())
                ? Provider.WEBGPU
                : OrtEnvironment.getAvailableProviders().contains(Provider.CUDA.builtIn())
                        ? Provider.CUDA
                        : Provider.CPU;
    }

    /** The name of the provider that was asked for, where {@link #identity} has the one that runs. */
    public String requestedProvider() {
        return requested;
    }

    /** Why the CPU runs in place of a device that was lost, if one was; for whoever looks at the health. */
    public Optional<String> lostDevice() {
        return devices.lost().map(loss -> loss.device() + ": " + loss.reason());
    }

    /** Names the provider that runs now. */
    @Override
    public ModelIdentity identity() {
        return new ModelIdentity(
                manifest.name(),
                manifest.version(),
                manifest.model().sha256(),
                devices.running().label());
    }

    @Override
    public ElboForm form() {
        return form;
    }

    @Override
    public ImageScorer newScorer() {
        return new OnnxScorer(devices, form);
    }

    @Override
    public ImageInspector newInspector() {
        return new OnnxInspector(devices, form);
    }

    @Override
    public void close() {
        devices.close();
    }
}
