package io.elbowatch.testing;

import java.nio.file.Path;

/** The bundles of this repository, and those of the tests. */
public final class Bundles {
    public static final Path FASHION_MNIST = Path.of("model", "bundles", "fashion-mnist");
    public static final Path FASHION_MNIST_CONV = Path.of("model", "bundles", "fashion-mnist-conv");
    public static final Path BOARDS = Path.of("model", "bundles", "boards");
    public static final Path DEEPPCB = Path.of("model", "bundles", "deeppcb");

    /** Convolutional, Bernoulli, calibrated; {@code model/tests/write_adopted_bundle.py} writes all three. */
    public static final Path ADOPTED = Path.of("src", "test", "resources", "bundles", "adopted");

    /** Colour, Gaussian, whose logits are the mean itself; not calibrated. */
    public static final Path ADOPTED_GAUSSIAN = Path.of("src", "test", "resources", "bundles", "adopted-gaussian");

    /** As the first, with the continuous Bernoulli; not calibrated. */
    public static final Path ADOPTED_CONTINUOUS = Path.of("src", "test", "resources", "bundles", "adopted-continuous");

    /** Whole images of 24x40 pixels in colour, as {@code tiled} calibrated; {@code model/tests/write_tiled_bundle.py}. */
    public static final Path WIDE = Path.of("src", "test", "resources", "bundles", "wide");

    /** Images of 44x60 pixels in colour, cut into tiles of 16x24. */
    public static final Path TILED = Path.of("src", "test", "resources", "bundles", "tiled");

    /** Colour, with a mask, calibrated; {@code model/tests/write_masked_bundle.py} writes it. */
    public static final Path MASKED = Path.of("src", "test", "resources", "bundles", "masked");

    /** Grey of 16 bits, 16x24 pixels, calibrated; {@code model/tests/write_deep_bundle.py} writes both. */
    public static final Path DEEP = Path.of("src", "test", "resources", "bundles", "deep");

    /** The same network of 8 bits. */
    public static final Path SHALLOW = Path.of("src", "test", "resources", "bundles", "shallow");

    /**
     * Features of a random network, colour, a categorical latent that knows its position; {@code
     * model/tests/write_feature_bundles.py} writes both.
     */
    public static final Path FEATURES = Path.of("src", "test", "resources", "bundles", "features");

    /** As the first, grey, with a Gaussian latent that knows its position. */
    public static final Path FEATURES_GAUSSIAN = Path.of("src", "test", "resources", "bundles", "features-gaussian");

    private Bundles() {}
}
