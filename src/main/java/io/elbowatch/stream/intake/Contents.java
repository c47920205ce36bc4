package io.elbowatch.stream.intake;

import java.util.Map;

/**
 * What an envelope holds.
 *
 * @param image or null where there is none
 * @param contentType of the image as the envelope says, or null
 * @param texts what it has at the places that were asked for
 */
record Contents(byte[] image, String contentType, Map<Place, String> texts) {

    /** The value is the image. */
    static Contents ofImage(byte[] image, String contentType) {
        return new Contents(image, contentType, Map.of());
    }
}
