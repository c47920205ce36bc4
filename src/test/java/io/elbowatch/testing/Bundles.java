package io.elbowatch.testing;

import java.nio.file.Path;

/** The bundles of this repository. */
public final class Bundles {
    public static final Path FASHION_MNIST = Path.of("model", "bundles", "fashion-mnist");
    public static final Path BOARDS = Path.of("model", "bundles", "boards");

    private Bundles() {}
}
