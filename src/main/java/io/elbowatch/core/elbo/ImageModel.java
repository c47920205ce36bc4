package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;

/**
 * A loaded VAE, shared by all threads: the port through which the stream uses the runtime of the model.
 */
public interface ImageModel extends AutoCloseable {

    ModelIdentity identity();

    /** The parameters on which its terms depend. */
    ElboForm form();

    /** The shape of one image, [C, H, W]. */
    default ImageShape shape() {
        return form().image();
    }

    /** A scorer for one thread. It is closed before the model. */
    ImageScorer newScorer();

    /** An inspector for one thread. It is closed before the model. */
    ImageInspector newInspector();

    @Override
    void close();
}
