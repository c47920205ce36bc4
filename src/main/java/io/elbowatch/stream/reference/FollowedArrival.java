package io.elbowatch.stream.reference;

import io.elbowatch.stream.intake.Arrival;
import java.io.IOException;
import java.util.Optional;

/** What a record holds, its reference followed at once: for readers beside the stream, which have time to wait. */
public final class FollowedArrival {
    private FollowedArrival() {}

    /**
     * The same, or the image that it refers to, or why there is none.
     *
     * @param objects of references; empty where none are fetched
     * @throws IOException when the store does not answer; the message says why
     */
    public static Arrival of(Arrival arrival, Optional<? extends ObjectSource> objects) throws IOException {
        if (!(arrival instanceof Arrival.Reference reference)) {
            return arrival;
        }
        Outcome outcome = objects.isPresent() ? objects.get().get(reference.claim()) : ReferencedImages.OFF;
        return outcome instanceof Outcome.Fetched object
                ? reference.with(object.bytes(), object.contentType())
                : new Arrival.Refused(((Outcome.Refused) outcome).rejection());
    }
}
