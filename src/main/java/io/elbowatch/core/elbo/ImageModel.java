package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;

/**
 * A loaded VAE, shared by all threads. The port through which the stream sees whatever runs the model.
 */
public interface ImageModel extends AutoCloseable {

    ModelIdentity identity();

    /** What its terms depend on. */
    ElboForm form();

    /** The shape of one image, [C, H, W]. */
    default ImageShape shape() {
        return form().image();
    }

    /** A scorer for one thread; to be closed before the model. */
    ImageScorer newScorer();

    /** An inspector for one thread; to be closed before the model. */
    ImageInspector newInspector();

    @Override
    void close();
}
