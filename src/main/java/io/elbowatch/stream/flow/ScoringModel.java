package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import java.util.Objects;

/**
 * The model side of a stream: what makes an image fit the model, what scores it and what judges the score.
 *
 * @param model scores batches; whoever opened it closes it
 * @param preprocessing as in training; it makes images of the model's shape
 * @param decoding what an encoded image may cost
 * @param currentJudge judges scores; it may change while the stream runs
 */
public record ScoringModel(
        ImageModel model, Preprocessing preprocessing, DecodeLimits decoding, CurrentJudge currentJudge) {

    public ScoringModel {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(decoding, "decoding");
        Objects.requireNonNull(currentJudge, "currentJudge");
        if (!model.shape().equals(preprocessing.shape())) {
            throw new IllegalArgumentException(
                    "images would be made " + preprocessing.shape() + ", the model takes " + model.shape());
        }
    }

    /** A model side whose judge never changes. */
    public ScoringModel(ImageModel model, Preprocessing preprocessing, DecodeLimits decoding, Judge judge) {
        this(model, preprocessing, decoding, new CurrentJudge(judge));
    }

    /** This model side with another model of the same form. */
    public ScoringModel with(ImageModel other) {
        return new ScoringModel(other, preprocessing, decoding, currentJudge);
    }

    /** The weight of the KL term; a change of the judge does not change it. */
    double beta() {
        return currentJudge.now().judge().beta();
    }
}
