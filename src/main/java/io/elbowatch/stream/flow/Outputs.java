package io.elbowatch.stream.flow;

import java.util.Objects;

/**
 * What is known of the output topics while the stream runs.
 *
 * @param limits of the topics, now
 * @param refused images whose outputs a broker refused
 */
public record Outputs(CurrentLimits limits, RefusedImages refused) {

    public Outputs {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(refused, "refused");
    }

    /** Outputs that have refused nothing yet. @param requestBytes largest record that the producer sends */
    public static Outputs of(OutputLimits limits, int requestBytes) {
        return new Outputs(new CurrentLimits(limits, requestBytes), new RefusedImages());
    }
}
