package io.elbowatch.stream.intake;

import io.elbowatch.core.Rejection;
import java.util.Objects;
import java.util.Optional;

/** What a record of an input topic holds. */
public sealed interface Arrival {

    /**
     * An image, encoded or raw.
     *
     * @param bytes the same array where the value is the image; null for a record without a value; not to be written to
     * @param contentType declared for these bytes, or null
     * @param source the key of all outputs, or null for none; not to be written to
     * @param timestampMillis the timestamp of all outputs
     * @param id that the producer gave the image, for those who read the outputs
     */
    record Image(byte[] bytes, String contentType, byte[] source, long timestampMillis, Optional<String> id)
            implements Arrival {

        public Image {
            Objects.requireNonNull(id, "id");
        }
    }

    /**
     * The place where an image is.
     *
     * @param source the key of all outputs, or null for none; not to be written to
     * @param timestampMillis the timestamp of all outputs
     * @param id that the producer gave the image
     */
    record Reference(Claim claim, byte[] source, long timestampMillis, Optional<String> id) implements Arrival {

        public Reference {
            Objects.requireNonNull(claim, "claim");
            Objects.requireNonNull(id, "id");
        }

        /** The image, once its bytes are there. @param fetchedType as its store declares it, or null */
        public Image with(byte[] bytes, String fetchedType) {
            return new Image(bytes, claim.contentType().orElse(fetchedType), source, timestampMillis, id);
        }
    }

    /** Neither an image nor a reference. The record leaves for the rejected topic as it came. */
    record Refused(Rejection rejection) implements Arrival {

        public Refused {
            Objects.requireNonNull(rejection, "rejection");
        }
    }
}
