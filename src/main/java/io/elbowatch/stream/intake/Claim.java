package io.elbowatch.stream.intake;

import java.util.Objects;
import java.util.Optional;

/**
 * A reference to an image as a record has it; nothing of it is checked.
 *
 * @param uri where the image is
 * @param hash of its bytes, as it is written
 * @param contentType of its bytes
 */
public record Claim(String uri, Optional<String> hash, Optional<String> contentType) {

    public Claim {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(contentType, "contentType");
    }
}
