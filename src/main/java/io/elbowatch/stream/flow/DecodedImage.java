package io.elbowatch.stream.flow;

import io.elbowatch.core.image.Original;

/**
 * An image between decoding and scoring.
 *
 * @param value as it came, so that it can be rejected unchanged
 * @param pixels as the model takes it, [C, H, W]; the same array where it came raw
 * @param original the image that they were made of
 */
record DecodedImage(byte[] value, byte[] pixels, Original original) {

    /** The bytes of memory that it holds. */
    long bytes() {
        return value == pixels ? value.length : (long) value.length + pixels.length;
    }
}
