package io.elbowatch.core.elbo;

import java.util.List;

/**
 * Looks into the model: gives latents and logits beside the terms, which {@link ImageScorer} leaves where they are. Used by one
 * thread at a time.
 */
public interface ImageInspector extends AutoCloseable {

    /**
     * Runs a batch.
     *
     * @param images preprocessed images, each [C, H, W] unsigned bytes; none is kept or changed
     * @return the outputs, one per image, in the order of the images
     * @throws ModelException when the run fails
     */
    List<ModelOutput> inspect(List<byte[]> images);

    @Override
    void close();
}
