package io.elbowatch.core.parity;

import io.elbowatch.core.image.ImageShape;

/**
 * How far off terms may be, relatively; never more than golden images may be at every start.
 *
 * @param reference graph against reference, and a batch against its images alone: the arithmetic of the terms
 * @param training graph and reference against training: the arithmetic of the network, too
 */
public record Tolerances(double reference, double training) {
    private static final double LEAST = 1e-4;
    private static final double A_PIXEL = 4e-9;

    /**
     * Measured on CPUs with 32 golden and up to 2,000 random images, worst term: 1.7e-6 of 28x28 pixels, 1.5e-5 of 64x64,
     * 7.5e-5 of 256x256, 2.6e-4 of 512x512. It is the sum over the pixels, in single precision, and grows with them. Decoders
     * that saturate are off from training by 5.5e-5.
     *
     * @param shape of an image
     * @param golden how far off golden images may be at every start
     * @param exact whether the provider multiplies in single precision; GPUs take fewer bits for it
     */
    public static Tolerances of(ImageShape shape, double golden, boolean exact) {
        double reference = Math.min(golden, Math.max(LEAST, A_PIXEL * shape.bytes()));
        return new Tolerances(reference, exact ? reference : golden);
    }
}
