package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.bundle.Manifest;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.TiledScorer;
import io.elbowatch.core.elbo.Tiling;
import java.util.Optional;

/**
 * A VAE in ONNX Runtime, shared by all threads, with a session on each of its devices. All of them have passed the
 * {@link GoldenCheck}.
 */
public final class OnnxModel implements ImageModel {
    /** The batch size of offline sets. */
    private static final int MAX_OFFLINE_BATCH = 64;

    private final Devices devices;
    private final Manifest manifest;
    private final ElboForm form;
    private final Tiling tiling;
    private final String requested;

    OnnxModel(Devices devices, BundledModel bundle, ProviderChoice choice) {
        this.devices = devices;
        this.manifest = bundle.manifest();
        this.form = bundle.form();
        this.tiling = manifest.toTiling();
        this.requested =
                choice.named().orElseGet(() -> requested(devices.running())).label();
    }

    /** Opens the graph of a calibrated bundle for offline sets. */
    public static OnnxModel open(Bundle bundle, ProviderChoice choice) {
        return open(bundle.model(), choice);
    }

    /** Opens the graph of a bundle for offline sets. */
    public static OnnxModel open(BundledModel bundle, ProviderChoice choice) {
        return open(bundle, choice, MAX_OFFLINE_BATCH);
    }

    /**
     * Opens the graph of a bundle and warms up its devices.
     *
     * @param largestBatch the devices are warmed up for it; larger batches are split
     * @throws Refusal if the graph does not load, does not match the manifest, or does not compute what training
     *     computed, or if the requested provider does not work
     */
    public static OnnxModel open(BundledModel bundle, ProviderChoice choice, int largestBatch) {
        return new OnnxModel(new SessionFactory(bundle, choice, largestBatch).open(), bundle, choice);
    }

    /** The version of the native library that is loaded. */
    public static String runtimeVersion() {
        return NativeLibrary.load().getVersion();
    }

    /**
     * What {@code auto} requests: the provider that it found, or the GPU provider for which this build was made, if
     * any.
     */
    private static Provider requested(Provider found) {
        if (found != Provider.CPU) {
            return found;
        }
        // WebGPU first: the build that has it also lists CUDA, but does not contain it.
        return OrtEnvironment.getAvailableProviders().contains(Provider.WEBGPU.ortProvider())
                ? Provider.WEBGPU
                : OrtEnvironment.getAvailableProviders().contains(Provider.CUDA.ortProvider())
                        ? Provider.CUDA
                        : Provider.CPU;
    }

    /** The name of the requested provider; {@link #identity} names the one that runs. */
    public String requestedProvider() {
        return requested;
    }

    /** The lost device and the reason, if the CPU runs in its place; for the health report. */
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
    public Tiling tiling() {
        return tiling;
    }

    @Override
    public ImageScorer newScorer() {
        return tiling.isNone() ? newTileScorer() : new TiledScorer(newTileScorer(), tiling, form.features());
    }

    /** A scorer of tiles for one thread, as the graph takes them. It is closed before the model. */
    public ImageScorer newTileScorer() {
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
