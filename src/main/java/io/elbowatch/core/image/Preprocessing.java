package io.elbowatch.core.image;

import io.elbowatch.core.Labelled;
import java.util.Objects;

/**
 * How a decoded image becomes the input of the model. Every pixel must equal that of the training, or the scores are
 * meaningless; both sides are tested with the same vectors.
 *
 * @param shape of the model's input; one channel is grey, three are RGB
 * @param fit for an image of another aspect ratio
 * @param orientation what the EXIF orientation of an image does to its pixels
 */
public record Preprocessing(ImageShape shape, Fit fit, Orientation orientation) {

    public Preprocessing {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(fit, "fit");
        Objects.requireNonNull(orientation, "orientation");
    }

    /** Of images as they are stored. */
    public Preprocessing(ImageShape shape, Fit fit) {
        this(shape, fit, Orientation.AS_STORED);
    }

    /** Whether an image is turned as viewers turn it. */
    public enum Orientation implements Labelled {
        /** The EXIF orientation turns no pixel. */
        AS_STORED,
        /** An image is turned and mirrored as its EXIF orientation says, before it is fitted. A raw image has none. */
        EXIF
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
