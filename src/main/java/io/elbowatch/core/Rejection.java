package io.elbowatch.core;

import java.util.Objects;

/**
 * Why an image was not scored. A rejection is a value, never an exception: the image leaves to the rejected topic as it
 * came, and the stream goes on.
 *
 * @param reason the kind, one of few: metrics and headers carry it
 * @param detail one sentence for whoever reads the rejected record, naming what was found and what was expected
 */
public record Rejection(Reason reason, String detail) {

    public Rejection {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }

    /** The kinds of rejection. Their labels are a contract: dashboards and consumers of the rejected topic use them. */
    public enum Reason implements Labelled {
        /** The record has no value (a tombstone). */
        NULL_VALUE,
        /** The value has 0 bytes. */
        EMPTY,
        /** The key has more than 64 KiB: it would not fit beside a score. */
        KEY_TOO_LARGE,
        /** The headers have more than 64 KiB: every output carries them. */
        HEADERS_TOO_LARGE,
        /** The value has more bytes than {@code image.max-bytes}. */
        TOO_MANY_BYTES,
        /** The header declares more pixels than {@code image.max-pixels}; nothing was decoded. */
        TOO_MANY_PIXELS,
        /** Neither PNG nor JPEG, nor as long as a raw image of the model. */
        UNKNOWN_FORMAT,
        /** Declared raw, but its length is not channels x height x width of the model. */
        WRONG_LENGTH,
        /** A PNG or JPEG that breaks off or breaks its format's rules. */
        UNDECODABLE,
        /** The model fails on this image and on no other. */
        MODEL_FAILED,
        /** A term of the score is NaN or infinite: never to be taken for normal. */
        NON_FINITE;
    }
}
