package io.elbowatch.stream.storage;

import io.elbowatch.download.AllowedPlaces;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is written to a store, and how.
 *
 * @param evidence where pictures go; empty where the evidence topic has them
 * @param rejected where values of rejected records go; empty where the rejected topic has them
 * @param parallel objects that are written at a time
 * @param timeout of one try
 * @param bufferBytes of objects that wait, for each stream thread; the object that exceeds them is waited for
 */
public record StorageSettings(
        Optional<StoreAddress> evidence,
        Optional<StoreAddress> rejected,
        int parallel,
        Duration timeout,
        long bufferBytes) {
    public static final int MAX_PARALLEL = 1000;

    /** All bytes are in Kafka. */
    public static final StorageSettings NONE =
            new StorageSettings(Optional.empty(), Optional.empty(), 16, Duration.ofSeconds(10), 32 << 20);

    public StorageSettings {
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(rejected, "rejected");
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw new IllegalArgumentException("parallel must lie between 1 and " + MAX_PARALLEL + ", not " + parallel);
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
        if (bufferBytes < 1) {
            throw new IllegalArgumentException("bufferBytes must be at least 1, not " + bufferBytes);
        }
    }

    /** The addresses that are written to, each once. */
    public List<StoreAddress> addresses() {
        return Stream.of(evidence, rejected)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** What readers of the topics may read from; empty where nothing is stored. */
    public Optional<AllowedPlaces> readable() {
        List<String> beginnings =
                addresses().stream().map(StoreAddress::beginning).toList();
        return beginnings.isEmpty() ? Optional.empty() : Optional.of(new AllowedPlaces(beginnings));
    }
}
