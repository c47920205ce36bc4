package io.elbowatch.stream.flow;

/**
 * Takes images that the deciding bundle has judged and whose route names a shadow. Called by all stream threads; it
 * returns at once and never throws. What it does with an image changes no output and no commit of the stream.
 */
@FunctionalInterface
public interface ShadowOffer {
    /** Drops every image. */
    ShadowOffer NONE = image -> {};

    /** Takes an image, or leaves it out. Nothing of it may be written to afterwards. */
    void offer(ShadowImage image);
}
