package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.PixelForm;

/**
 * The allowed relative differences of terms; at most the tolerance of golden images at every start.
 *
 * @param reference graph against reference: the arithmetic of the terms
 * @param batches a batch against its images alone: the arithmetic of the network in single precision
 * @param training graph and reference against training: the arithmetic of the network, too
 */
public record Tolerances(double reference, double batches, double training) {
    private static final double MIN_REFERENCE = 1e-4;
    private static final double PER_VALUE = 4e-9;
    /**
     * The rounding of an adopted model is measured with PyTorch, and ONNX Runtime rounds in another way: 4.4e-5 was
     * measured where PyTorch had 1.8e-5.
     */
    private static final double ROUNDING_FACTOR = 3;

    /**
     * Measured on CPUs with 32 golden and up to 2,000 random images, worst term: 1.7e-6 with 28x28 pixels, 1.5e-5 with
     * 64x64, 7.5e-5 with 256x256, 2.6e-4 with 512x512. The cause is the sum over the pixels in single precision, so
     * that the difference grows with their number. Decoders that saturate differ from training by 5.5e-5.
     *
     * <p>Features of places are summed over the places alone: 1.6e-6 with 280 places, 160 dimensions and 2,048 codes.
     *
     * @param form of the model
     * @param golden the tolerance of golden images at every start
     * @param rounding how far single precision was off when the model was adopted, 0 if that is not known;
     *     normalisations of nearly equal values amplify rounding in every implementation of the network
     * @param exact whether the provider multiplies in single precision; GPUs use fewer bits
     */
    public static Tolerances of(ElboForm form, double golden, double rounding, boolean exact) {
        double ofPixels = form instanceof PixelForm ? PER_VALUE * form.image().values() : 0;
        double reference = Math.min(golden, Math.max(MIN_REFERENCE, ofPixels));
        // How a foreign network rounds is not known: 5e-7 was measured with MobileNetV2.
        double network =
                form instanceof PixelForm ? Math.min(golden, Math.max(reference, ROUNDING_FACTOR * rounding)) : golden;
        return new Tolerances(reference, network, exact ? network : golden);
    }
}
