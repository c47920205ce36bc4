package io.elbowatch.core.elbo;

import java.util.List;

/**
 * Runs the model with all its outputs: latents and logits in addition to the terms. {@link ImageScorer} copies only the
 * terms. Used by one thread at a time.
 */
public interface ImageInspector extends AutoCloseable {

    /**
     * Runs a batch.
     *
     * @param images preprocessed images, each [C, H, W]; none is kept or changed
     * @return the outputs, one per image, in the order of the images
     * @throws ModelException when the run fails
     */
    List<ModelOutput> inspect(List<byte[]> images);

    @Override
    void close();
}
