package io.elbowatch.core.image;

import io.elbowatch.core.Labelled;
import java.util.Objects;

/**
 * How a decoded image becomes the model's input. It must equal what the training did, pixel by pixel, or scores mean
 * nothing; both sides are held to the same vectors.
 *
 * @param shape what the model takes; one channel means grey, three mean RGB
 * @param fit what happens to an image of another aspect ratio
 */
public record Preprocessing(ImageShape shape, Fit fit) {

    public Preprocessing {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(fit, "fit");
    }

    /** What happens to an image whose aspect ratio is not the model's. */
    public enum Fit implements Labelled {
        /** Resized to the model's height and width, aspect ratio ignored. */
        STRETCH,
        /**
         * The largest centred part of the model's aspect ratio is cut out, then resized. The side that is too long becomes
         * other side x ratio, rounded to nearest and at least 1; what is left over is halved, rounded down, before it.
         */
        CROP
    }
}
