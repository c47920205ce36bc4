package io.elbowatch.core.quality;

import java.util.Objects;

/**
 * An image with a label and what the application decided on it.
 *
 * @param source of the image, "" for none
 * @param coordinates of its record as text, for example images-2-17
 * @param truth its label
 * @param reported whether it was reported as an anomaly
 * @param pValue that decided, in (0, 1]
 * @param weight how many images of the stream it stands for among those of its kind: for a reported one, reported images
 *     by labelled ones; for one that was drawn, 1 / rate by the labelled share of those that were drawn; 0 where that is
 *     not known
 * @param why it was shown to a person
 */
public record LabelledImage(
        String source, String coordinates, Truth truth, boolean reported, double pValue, double weight, Choice why) {

    public LabelledImage {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(coordinates, "coordinates");
        Objects.requireNonNull(truth, "truth");
        Objects.requireNonNull(why, "why");
        if (!(pValue > 0 && pValue <= 1) || !(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("p " + pValue + ", weight " + weight + " of " + coordinates);
        }
    }
}
