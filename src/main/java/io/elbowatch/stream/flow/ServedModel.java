package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import java.util.Objects;

/**
 * A bundle as it scores images: what makes them fit, what scores them and what judges the scores. It never changes.
 *
 * @param bundle the name under which routes know it
 * @param model scores batches; whoever opened it closes it
 * @param preprocessing as in training; it makes images of the model's shape
 * @param judges decides
 */
public record ServedModel(String bundle, ImageModel model, Preprocessing preprocessing, Judge judges) {

    public ServedModel {
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(preprocessing, "preprocessing");
        Objects.requireNonNull(judges, "judges");
        if (!model.shape().equals(preprocessing.shape())) {
            throw new IllegalArgumentException(
                    "images would be made " + preprocessing.shape() + ", the model takes " + model.shape());
        }
    }
}
