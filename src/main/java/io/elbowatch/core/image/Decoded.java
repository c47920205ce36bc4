package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;

/** What became of one value: pixels that a model can take, or the reason why there are none. */
public sealed interface Decoded {

    /**
     * The image as the model takes it.
     *
     * @param pixels unsigned bytes // [C, H, W]; for an exact raw value the very array that came
     */
    record Pixels(byte[] pixels) implements Decoded {}

    /**
     * The value is no image of this model.
     *
     * @param rejection why, for the rejected topic
     */
    record Rejected(Rejection rejection) implements Decoded {}
}
