package io.elbowatch.core.elbo;

import java.util.List;

/**
 * Scores batches of images; used by one thread at a time. A score depends on its image alone, never on the other images
 * of its batch.
 */
public interface ImageScorer extends AutoCloseable {

    /**
     * Scores a batch in one run of the model.
     *
     * @param images preprocessed images, each [C, H, W]; none is kept or changed
     * @return the terms, one per image, in the order of the images
     * @throws ModelException when the run fails; then no image of the batch has a score
     * @throws io.elbowatch.core.Refusal caused by a {@link ModelLostException} when no run will succeed again
     */
    List<ElboTerms> score(List<byte[]> images);

    /** The execution provider of the last batch. It changes when a device is lost and another one continues. */
    String provider();

    @Override
    void close();
}
