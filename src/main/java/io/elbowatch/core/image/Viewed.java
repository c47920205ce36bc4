package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;

/** An image for people: encoded again, or the reason why it cannot be shown. */
public sealed interface Viewed {

    /**
     * The image in its colours.
     *
     * @param png encoded here, shrunk where the image is large; never the bytes of the sender
     * @param width of the image as the model sees it, stored or turned, pixels
     * @param height of that image, pixels
     * @param shown the part of it that the model's input shows; the rest is cropped
     */
    record Picture(byte[] png, int width, int height, Rectangle shown) implements Viewed {}

    /** What the decoder rejects, an image that is not scored among these. */
    record Unviewable(Rejection rejection) implements Viewed {}
}
