package io.elbowatch.core;

import java.util.Objects;

/**
 * Why an image was not scored. A rejection is a value, never an exception: the image goes to the rejected topic
 * unchanged, and the stream continues.
 *
 * @param reason the kind; headers and metrics carry its label
 * @param detail one sentence for the reader of the rejected record: what was found and what was expected
 */
public record Rejection(Reason reason, String detail) {

    public Rejection {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }

    /** The kinds of rejection. Dashboards and consumers of the rejected topic depend on their labels. */
    public enum Reason implements Labelled {
        /** The record has no value (a tombstone). */
        NULL_VALUE,
        /** The value has 0 bytes. */
        EMPTY,
        /** The key has more than 64 KiB: it would not fit next to a score. */
        KEY_TOO_LARGE,
        /** The headers have more than 64 KiB: every output record carries them. */
        HEADERS_TOO_LARGE,
        /** The value is not what {@code intake.format} says, or a fact in it cannot be read. */
        BAD_ENVELOPE,
        /** The value is what {@code intake.format} says, but holds no image where one should be. */
        NO_IMAGE,
        /** The registry does not know the schema that the value names. */
        UNKNOWN_SCHEMA,
        /** The store has no object of the name that the record refers to. */
        REFERENCE_MISSING,
        /** The record refers to what must not be fetched, or what its server does not give to anybody. */
        REFERENCE_REFUSED,
        /** The object does not have the hash that the record names. */
        REFERENCE_CHANGED,
        /** No route fits the record, or its header names a bundle that is not in force. */
        NO_MODEL,
        /** The value has more bytes than {@code image.max-bytes}. */
        TOO_MANY_BYTES,
        /** The header declares more pixels than {@code image.max-pixels}; nothing was decoded. */
        TOO_MANY_PIXELS,
        /** An image of a format that is not read, such as HEIC; the detail names it. */
        UNSUPPORTED_FORMAT,
        /** No known format, and not of the length of a raw image of the model. */
        UNKNOWN_FORMAT,
        /** Declared raw, but the length is not channels x height x width of the model. */
        WRONG_LENGTH,
        /** An image of a known format that is truncated or violates its format. */
        UNDECODABLE,
        /** The model fails on this image and on no other one. */
        MODEL_FAILED,
        /** A term of the score is NaN or infinite: it must never count as normal. */
        NON_FINITE,
        /** The broker refuses an output of this image, and takes those of others. */
        OUTPUT_REFUSED;
    }
}
