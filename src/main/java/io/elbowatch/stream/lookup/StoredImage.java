package io.elbowatch.stream.lookup;

import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.stream.wire.SourceText;
import java.util.Optional;

/**
 * A record of an input topic.
 *
 * @param key or null; not to be written to
 * @param value as it came, never null; it may be no image
 * @param contentType as declared, or null
 */
public record StoredImage(
        OutputOrigin coordinates, long timestampMillis, byte[] key, byte[] value, String contentType) {

    /** Its key as results show it; empty for a key that is missing or no text. */
    public Optional<String> source() {
        return SourceText.of(key);
    }
}
