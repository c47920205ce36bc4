package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;

/**
 * A loaded VAE, shared by all threads. The port through which the stream sees whatever runs the model.
 */
public interface ImageModel extends AutoCloseable {

    ModelIdentity identity();

    /** The shape of one image, [C, H, W]. */
    ImageShape shape();

    /** A scorer for one thread; to be closed before the model. */
    ImageScorer newScorer();

    @Override
    void close();
}
