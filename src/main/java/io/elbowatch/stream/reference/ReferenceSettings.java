package io.elbowatch.stream.reference;

import io.elbowatch.download.AllowedPlaces;
import java.time.Duration;
import java.util.Objects;

/**
 * How the images of references are fetched.
 *
 * @param from which places may be read
 * @param parallel objects that are fetched at a time
 * @param timeout of one try
 * @param bufferBytes of fetched objects that wait; each partition may have one more
 * @param maxBytes of one object
 */
public record ReferenceSettings(AllowedPlaces from, int parallel, Duration timeout, long bufferBytes, int maxBytes) {
    public static final int MAX_PARALLEL = 1000;

    /** The setting that has the allowed places. */
    static final String FROM = "reference.from";

    /** The setting that has the bytes of one object. */
    static final String MAX_BYTES = "image.max-bytes";

    public ReferenceSettings {
        Objects.requireNonNull(from, "from");
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw new IllegalArgumentException("parallel must lie between 1 and " + MAX_PARALLEL + ", not " + parallel);
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
        if (bufferBytes < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("bytes are at least 1: " + bufferBytes + ", " + maxBytes);
        }
    }
}
