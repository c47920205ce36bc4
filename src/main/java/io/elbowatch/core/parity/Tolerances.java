package io.elbowatch.core.parity;

import io.elbowatch.core.image.ImageShape;

/**
 * The allowed relative differences of terms; at most the tolerance of golden images at every start.
 *
 * @param reference graph against reference, and a batch against its images alone: the arithmetic of the terms
 * @param training graph and reference against training: the arithmetic of the network, too
 */
public record Tolerances(double reference, double training) {
    private static final double MIN_REFERENCE = 1e-4;
    private static final double PER_BYTE = 4e-9;

    /**
     * Measured on CPUs with 32 golden and up to 2,000 random images, worst term: 1.7e-6 with 28x28 pixels, 1.5e-5 with
     * 64x64, 7.5e-5 with 256x256, 2.6e-4 with 512x512. The cause is the sum over the pixels in single precision, so
     * that the difference grows with their number. Decoders that saturate differ from training by 5.5e-5.
     *
     * @param shape of an image
     * @param golden the tolerance of golden images at every start
     * @param exact whether the provider multiplies in single precision; GPUs use fewer bits
     */
    public static Tolerances of(ImageShape shape, double golden, boolean exact) {
        double reference = Math.min(golden, Math.max(MIN_REFERENCE, PER_BYTE * shape.bytes()));
        return new Tolerances(reference, exact ? reference : golden);
    }
}
