package io.elbowatch.stream.reference;

import io.elbowatch.core.Rejection;
import java.util.Objects;

/** What became of a reference. The same reference may have another one later; an unreachable store is none. */
public sealed interface Outcome {

    /**
     * The object is here.
     *
     * @param bytes not to be written to
     * @param contentType as its store declares it, where it is an image; else null
     */
    record Fetched(byte[] bytes, String contentType) implements Outcome {

        public Fetched {
            Objects.requireNonNull(bytes, "bytes");
        }
    }

    /** There is no such object, or it must not be used. The record leaves for the rejected topic. */
    record Refused(Rejection rejection) implements Outcome {

        public Refused {
            Objects.requireNonNull(rejection, "rejection");
        }
    }
}
