package io.elbowatch.stream.flow;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the plan says of an image when it is decoded. It stays with the image until its verdict, whatever plan comes
 * meanwhile.
 *
 * @param model decides on the image
 * @param shadow scores it too, for comparison
 * @param settingsOffset the record of the settings topic that was the last one taken; empty at the start
 */
record Assignment(ServedModel model, Optional<ServedModel> shadow, OptionalLong settingsOffset) {

    Assignment {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(shadow, "shadow");
        Objects.requireNonNull(settingsOffset, "settingsOffset");
    }
}
