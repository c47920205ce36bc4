package io.elbowatch.models;

import io.elbowatch.download.AllowedPlaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of bundles that are named while the stream runs.
 *
 * @param folder below which places without a scheme lie
 * @param cache where fetched bundles are kept; empty for a folder that ends with the process
 * @param cacheBytes of all fetched bundles together; more stay while they are in use
 * @param from which places may be read
 * @param maxBytes of an archive, and of all that it unpacks to; also of a folder
 * @param maxLoaded models that are open at a time, at least 1
 * @param loadTimeout how long a place that cannot be reached is tried
 */
public record ModelsSettings(
        Path folder,
        Optional<Path> cache,
        long cacheBytes,
        AllowedPlaces from,
        long maxBytes,
        int maxLoaded,
        Duration loadTimeout) {
    static final String FROM = "models.from";
    static final String MAX_BYTES = "models.max-bytes";

    public ModelsSettings {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(loadTimeout, "loadTimeout");
        if (cacheBytes < 1 || maxBytes < 1 || maxLoaded < 1) {
            throw new IllegalArgumentException(
                    "bytes and models are at least 1: " + cacheBytes + ", " + maxBytes + ", " + maxLoaded);
        }
    }
}
