package io.elbowatch.stream.reference;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.intake.Intakes;
import java.util.Optional;

/** The images of records that refer to them. Used by all stream threads. */
public interface ReferencedImages {
    /** The outcome of all references where none are fetched. */
    Outcome.Refused OFF = new Outcome.Refused(new Rejection(
            Reason.REFERENCE_REFUSED,
            "the record refers to an image, and no place is allowed: set " + ReferenceSettings.FROM));

    /** Refuses all references. */
    ReferencedImages NONE = new ReferencedImages() {
        @Override
        public Optional<HeldRecords> between(Intakes intakes) {
            return Optional.empty();
        }

        @Override
        public Outcome take(String topic, int partition, long offset) {
            return OFF;
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }
    };

    /** What stands between a new consumer and its stream thread; empty where nothing does. */
    Optional<HeldRecords> between(Intakes intakes);

    /**
     * The outcome of a record that refers to its image, once. For the thread that polled the record.
     *
     * @throws IllegalStateException when no consumer of this thread has handed on this record
     */
    Outcome take(String topic, int partition, long offset);

    /** Why images of references cannot be scored at present; empty where nothing is known that prevents it. */
    Optional<String> obstacle();
}
