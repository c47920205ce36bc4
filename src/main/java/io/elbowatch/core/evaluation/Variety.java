package io.elbowatch.core.evaluation;

/**
 * How much the images of a set differ from each other.
 *
 * @param alike the number of {@link AlikeImages}
 * @param acrossFolds how many of them are alike to an image of another fold
 * @param brightness {@link Brightness#deviation}
 */
public record Variety(int alike, int acrossFolds, double brightness) {}
