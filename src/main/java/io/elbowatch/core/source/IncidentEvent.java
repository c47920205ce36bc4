package io.elbowatch.core.source;

import io.elbowatch.core.Labelled;
import java.util.Objects;
import java.util.Optional;

/**
 * An incident of a source opens or closes. It follows from the images alone; times are by the clock of their source.
 *
 * @param kind what is wrong
 * @param onset the first image of the incident; of a silence, the last image before it
 * @param atMillis when it opened or closed
 * @param latestMillis timestamp of the latest image of the source
 * @param run its images so far; empty for a silence
 * @param ending why it closed; empty when it opens
 */
public record IncidentEvent(
        IncidentKind kind,
        ImagePlace onset,
        long atMillis,
        long latestMillis,
        Optional<ImageRun> run,
        Optional<Ending> ending) {

    /** Why an incident closed. */
    public enum Ending implements Labelled {
        /** The source is healthy again. */
        RECOVERED,
        /** The source has sent nothing for {@code incidents.forget}. */
        FORGOTTEN;
    }

    public IncidentEvent {
        Objects.requireNonNull(onset, "onset");
        Objects.requireNonNull(ending, "ending");
        if (run.isPresent() != (kind == IncidentKind.ANOMALIES)) {
            throw new IllegalArgumentException(kind + " of " + run);
        }
    }

    /** The time from the onset to {@code atMillis}; 0 where the clock of the source was set back in between. */
    public long durationMillis() {
        return Math.max(0, atMillis - onset.timestampMillis());
    }
}
