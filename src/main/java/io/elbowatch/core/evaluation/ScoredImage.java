package io.elbowatch.core.evaluation;

import io.elbowatch.core.elbo.Scoring;
import java.util.Objects;

/**
 * One image of a set with its result.
 *
 * @param index its position in the set, from 0
 * @param name unique within the set
 * @param group such as its folder
 * @param pixels the input of the model, [C, H, W]; empty for an image that was not decoded
 * @param scoring its terms, or the reason why it has none
 */
public record ScoredImage(int index, String name, String group, byte[] pixels, Scoring scoring) {

    public ScoredImage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(scoring, "scoring");
    }
}
