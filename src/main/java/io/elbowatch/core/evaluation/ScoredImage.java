package io.elbowatch.core.evaluation;

import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.image.Original;
import java.util.Objects;
import java.util.Optional;

/**
 * One image of a set with its result.
 *
 * @param index its position in the set, from 0
 * @param name unique within the set
 * @param group such as its folder
 * @param pixels the input of the model, [C, H, W]; empty for an image that was not decoded
 * @param original the image that they were made of; empty for an image that was not decoded
 * @param scoring its terms, or the reason why it has none
 */
public record ScoredImage(
        int index, String name, String group, byte[] pixels, Optional<Original> original, Scoring scoring) {

    public ScoredImage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(scoring, "scoring");
    }

    /** Its pixels in 8 bits; none for an image that was not decoded // [C, H, W] */
    public byte[] preview() {
        return original.map(image -> image.input().preview(pixels)).orElse(pixels);
    }

    /** The first folder below the set; empty for an image in no folder. */
    public Optional<String> folder() {
        int end = name.indexOf('/');
        return end <= 0 ? Optional.empty() : Optional.of(name.substring(0, end));
    }
}
