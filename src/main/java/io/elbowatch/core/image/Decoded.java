package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;

/** The result of decoding one value: pixels for the model, or the reason why there are none. */
public sealed interface Decoded {

    /**
     * The image at the size of the model.
     *
     * @param pixels unsigned numbers as the {@link ImageShape} says // [C, H, W]; a raw value is passed on without a copy
     * @param original the image that they were made of
     */
    record Pixels(byte[] pixels, Original original) implements Decoded {}

    /**
     * The value is not an image for this model.
     *
     * @param rejection the reason, for the rejected topic
     */
    record Rejected(Rejection rejection) implements Decoded {}
}
