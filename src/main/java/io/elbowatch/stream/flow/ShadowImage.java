package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Verdict;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * An image for the shadow of its route, with the verdict that counts. The shadow decodes it again: its preprocessing may
 * be another one.
 *
 * @param origin key and coordinates of the image's record
 * @param timestampMillis of the image's record
 * @param value the image, encoded or raw
 * @param contentType of the image, or null
 * @param deciding the model whose verdict counts
 * @param verdict of the deciding model
 * @param shadow the model to compare with it
 * @param settingsOffset the record of the settings topic whose plan holds for the image; empty for that of the start
 */
public record ShadowImage(
        ImageOrigin origin,
        long timestampMillis,
        byte[] value,
        String contentType,
        ServedModel deciding,
        Verdict verdict,
        ServedModel shadow,
        OptionalLong settingsOffset) {

    public ShadowImage {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(deciding, "deciding");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(shadow, "shadow");
        Objects.requireNonNull(settingsOffset, "settingsOffset");
    }
}
