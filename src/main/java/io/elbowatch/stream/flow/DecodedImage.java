package io.elbowatch.stream.flow;

import io.elbowatch.core.image.Original;

/**
 * An image between decoding and scoring.
 *
 * @param value as it came, so that it can be rejected unchanged
 * @param pixels as its model takes it, [C, H, W]; the same array where it came raw; not to be written to
 * @param original the image that they were made of
 * @param assignment what scores and judges it
 */
record DecodedImage(byte[] value, byte[] pixels, Original original, Assignment assignment) {

    /** The bytes of memory that it holds. */
    long bytes() {
        return value == pixels ? value.length : (long) value.length + pixels.length;
    }
}
