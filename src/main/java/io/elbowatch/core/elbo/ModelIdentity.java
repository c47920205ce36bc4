package io.elbowatch.core.elbo;

import java.util.Objects;

/**
 * The model that scored an image, and its execution provider. Every output record carries it, so that a score can be
 * traced to its weights.
 *
 * @param name the bundle's name
 * @param version the bundle's version
 * @param sha256 of the graph, hexadecimal
 * @param provider the ONNX Runtime execution provider that runs the model: cpu, cuda, tensorrt or webgpu
 */
public record ModelIdentity(String name, String version, String sha256, String provider) {

    public ModelIdentity {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(provider, "provider");
    }
}
