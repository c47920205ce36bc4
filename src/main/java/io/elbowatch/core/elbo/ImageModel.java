package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;

/**
 * A loaded VAE, shared by all threads: the port through which the stream uses the runtime of the model.
 */
public interface ImageModel extends AutoCloseable {

    ModelIdentity identity();

    /** The parameters on which the terms of a tile depend; most models take the whole image as one tile. */
    ElboForm form();

    /** How an image is cut into tiles. */
    default Tiling tiling() {
        return Tiling.none(form().image());
    }

    /** The shape of one image, [C, H, W]. */
    default ImageShape shape() {
        return tiling().image();
    }

    /** A scorer of images for one thread. It is closed before the model. */
    ImageScorer newScorer();

    /** An inspector of tiles for one thread. It is closed before the model. */
    ImageInspector newInspector();

    @Override
    void close();
}
