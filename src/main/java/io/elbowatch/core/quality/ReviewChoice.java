package io.elbowatch.core.quality;

import java.util.Objects;

/**
 * Why an image is offered for review.
 *
 * @param why random or near
 * @param rate the probability with which this image was drawn, for whichever reason; it was fixed before the image came
 */
public record ReviewChoice(Choice why, double rate) {

    public ReviewChoice {
        Objects.requireNonNull(why, "why");
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("no probability: " + rate);
        }
    }
}
