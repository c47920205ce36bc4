package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.PreciseTerms;
import java.util.Objects;

/**
 * A generated image with the terms that training computed for it.
 *
 * @param name its content
 * @param pixels [C, H, W] unsigned bytes
 * @param trained the expected terms
 */
public record GoldenImage(String name, byte[] pixels, PreciseTerms trained) {

    public GoldenImage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(trained, "trained");
    }
}
