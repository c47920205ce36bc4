package io.elbowatch.core.shadow;

import java.util.Objects;

/**
 * The agreement on the images of one source.
 *
 * @param source its name; empty for images without a key
 */
public record SourceCounts(String source, ShadowCounts counts) {

    public SourceCounts {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(counts, "counts");
    }
}
