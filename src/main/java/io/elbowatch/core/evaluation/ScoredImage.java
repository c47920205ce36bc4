package io.elbowatch.core.evaluation;

import io.elbowatch.core.elbo.Scoring;
import java.util.Objects;

/**
 * One image of a set, and what became of it.
 *
 * @param index its place in the set, from 0
 * @param name unique within the set
 * @param group what it belongs together with
 * @param pixels as the model takes it, [C, H, W]; of an image that was not decoded none
 * @param scoring its terms, or why it has none
 */
public record ScoredImage(int index, String name, String group, byte[] pixels, Scoring scoring) {

    public ScoredImage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(scoring, "scoring");
    }
}
