package io.elbowatch.core.evaluation;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.image.ImageDecoder;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Scores image sets like the stream: with the same decoder, the same model and the same treatment of a failing image.
 * Every image has one result, in the order of its set.
 */
public final class SetScorer {
    private final ImageDecoder decoder;
    private final ImageModel model;

    public SetScorer(ImageDecoder decoder, ImageModel model) {
        this.decoder = decoder;
        this.model = model;
    }

    /**
     * Scores a set.
     *
     * @param result receives each image as soon as its batch is scored
     * @throws io.elbowatch.core.elbo.ModelException when the model itself fails
     * @throws io.elbowatch.core.dataset.ImageSetException when reading the set fails
     */
    public void score(ImageSet set, Consumer<ScoredImage> result) {
        try (IsolatingScorer scorer = new IsolatingScorer(model.newScorer(), model.shape());
                Stream<SetImage> images = set.images()) {
            ImageBatch batch = new ImageBatch(model.shape(), 0);
            int index = 0;
            for (Iterator<SetImage> each = images.iterator(); each.hasNext(); ) {
                batch.add(each.next());
                index++;
                if (batch.isFull()) {
                    batch.score(decoder, scorer).forEach(result);
                    batch = new ImageBatch(model.shape(), index);
                }
            }
            batch.score(decoder, scorer).forEach(result);
        }
    }
}
