package io.elbowatch.stream.lookup;

import io.elbowatch.core.Rejection;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.stream.wire.SourceText;
import java.util.Optional;

/**
 * An image of an input topic.
 *
 * @param key of its outputs, or null; not to be written to
 * @param value the image, encoded or raw; the value of the record where no image was found in it; never null
 * @param contentType as declared, or null
 * @param refused why no image was found in the record
 */
public record StoredImage(
        OutputOrigin coordinates,
        long timestampMillis,
        byte[] key,
        byte[] value,
        String contentType,
        Optional<Rejection> refused) {

    /** Its source as results show it; empty for one that is missing or no text. */
    public Optional<String> source() {
        return SourceText.of(key);
    }
}
