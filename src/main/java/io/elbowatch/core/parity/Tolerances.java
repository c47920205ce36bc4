package io.elbowatch.core.parity;

import io.elbowatch.core.image.ImageShape;

/**
 * How far off terms may be, relatively; never more than golden images may be at every start.
 *
 * @param reference graph against reference: the arithmetic of the terms
 * @param batches a batch against its images alone: the arithmetic of the network, too, in one precision
 * @param training graph and reference against training: the arithmetic of the network, too
 */
public record Tolerances(double reference, double batches, double training) {
    private static final double LEAST = 1e-4;
    private static final double A_PIXEL = 4e-9;
    /** PyTorch measures the rounding, and ONNX Runtime rounds in another way: 4.4e-5 was measured where PyTorch had 1.8e-5. */
    private static final double ROUNDING_FACTOR = 3;

    /**
     * Measured on CPUs with 32 golden and up to 2,000 random images, worst term: 1.7e-6 of 28x28 pixels, 1.5e-5 of 64x64,
     * 7.5e-5 of 256x256, 2.6e-4 of 512x512. It is the sum over the pixels, in single precision, and grows with them. Decoders
     * that saturate are off from training by 5.5e-5.
     *
     * @param shape of an image
     * @param golden how far off golden images may be at every start
     * @param rounding how far single precision was off when the model was adopted, 0 if that is not known. Normalisations of
     *     nearly equal values amplify rounding; no other implementation of such a network is closer.
     * @param exact whether the provider multiplies in single precision; GPUs take fewer bits for it
     */
    public static Tolerances of(ImageShape shape, double golden, double rounding, boolean exact) {
        double reference = Math.min(golden, Math.max(LEAST, A_PIXEL * shape.bytes()));
        double network = Math.min(golden, Math.max(reference, ROUNDING_FACTOR * rounding));
        return new Tolerances(reference, network, exact ? network : golden);
    }
}
