package io.elbowatch.stream.flow;

import io.elbowatch.stream.storage.Storage;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of the output topics while the stream runs.
 *
 * @param limits of the topics, now
 * @param refused images whose outputs a broker refused
 * @param storage where values go that are not in Kafka; empty where all are
 */
public record Outputs(CurrentLimits limits, RefusedImages refused, Optional<Storage> storage) {

    public Outputs {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(refused, "refused");
        Objects.requireNonNull(storage, "storage");
    }

    /** Outputs that have refused nothing yet. @param requestBytes largest record that the producer sends */
    public static Outputs of(OutputLimits limits, int requestBytes) {
        return new Outputs(new CurrentLimits(limits, requestBytes), new RefusedImages(), Optional.empty());
    }

    /** These outputs with values outside of Kafka. */
    public Outputs keeping(Optional<Storage> other) {
        return new Outputs(limits, refused, other);
    }
}
