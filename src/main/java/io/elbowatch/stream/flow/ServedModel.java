package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import java.util.Objects;

/**
 * A bundle as it scores images: what makes them fit, what scores them and what judges the scores. It never changes.
 *
 * @param bundle the name under which routes know it
 * @param model scores batches; whoever opened it closes it
 * @param preprocessing as in training; it makes images of the model's shape
 * @param judges decide
 */
public record ServedModel(String bundle, ImageModel model, Preprocessing preprocessing, JudgeGroups judges) {

    /** A model under the name that its bundle has. */
    public static ServedModel of(ImageModel model, Preprocessing preprocessing, Judge judge) {
        return new ServedModel(model.identity().name(), model, preprocessing, new JudgeGroups(judge));
    }

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
