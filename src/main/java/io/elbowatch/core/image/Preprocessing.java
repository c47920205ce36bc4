package io.elbowatch.core.image;

import io.elbowatch.core.Labelled;
import java.util.Objects;

/**
 * How a decoded image becomes the input of the model. Every pixel must equal that of the training, or the scores are
 * meaningless; both sides are tested with the same vectors.
 *
 * @param shape of the model's input; one channel is grey, three are RGB
 * @param fit for an image of another aspect ratio
 */
public record Preprocessing(ImageShape shape, Fit fit) {

    public Preprocessing {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(fit, "fit");
    }

    /** How an image with another aspect ratio is fitted. */
    public enum Fit implements Labelled {
        /** Resize to the height and width of the model, and ignore the aspect ratio. */
        STRETCH,
        /**
         * Crop the largest centred part with the aspect ratio of the model, then resize. The side that is too long
         * becomes other side x ratio, rounded to nearest, at least 1. It begins at half of the surplus, rounded down.
         */
        CROP
    }
}
