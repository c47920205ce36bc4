package io.elbowatch.core.source;

import io.elbowatch.core.Labelled;
import java.util.Objects;
import java.util.Optional;

/**
 * An incident of a source opens or closes. Everything in it is a function of the images alone, by the clock of their source.
 *
 * @param kind what is wrong
 * @param onset the image with which it began; of a silence the last one before it
 * @param atMillis when it was opened or closed
 * @param latestMillis timestamp of the latest image of the source
 * @param stretch its images so far; empty of a silence
 * @param ending why it is closed; empty while it opens
 */
public record IncidentEvent(
        IncidentKind kind,
        ImagePlace onset,
        long atMillis,
        long latestMillis,
        Optional<ImageRun> stretch,
        Optional<Ending> ending) {

    /** Why an incident is closed. */
    public enum Ending implements Labelled {
        /** The source is as it should be. */
        RECOVERED,
        /** The source has sent nothing for {@code incidents.forget}. */
        FORGOTTEN;
    }

    public IncidentEvent {
        Objects.requireNonNull(onset, "onset");
        Objects.requireNonNull(ending, "ending");
        if (stretch.isPresent() != (kind == IncidentKind.ANOMALIES)) {
            throw new IllegalArgumentException(kind + " of " + stretch);
        }
    }

    /** From the onset to now; 0 where the clock of the source was set back in between. */
    public long durationMillis() {
        return Math.max(0, atMillis - onset.timestampMillis());
    }
}
