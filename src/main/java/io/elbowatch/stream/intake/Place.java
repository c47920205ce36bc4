package io.elbowatch.stream.intake;

import java.util.Objects;

/**
 * A place of a record where a fact of its image is: the source, the id, the time or the type.
 *
 * @param kind of place
 * @param name of the header or the attribute, the pointer or the text; empty for the other kinds
 */
public record Place(Kind kind, String name) {

    /** The kinds of places, each with how it is written. */
    public enum Kind {
        /** The key of the record. */
        KEY("key"),
        /** The name of the topic. */
        TOPIC("topic"),
        /** The topic and the number of the partition, such as {@code images-2}. */
        TOPIC_PARTITION("topic-partition"),
        /** A header of the record. */
        HEADER("header:"),
        /** The same text for all records. */
        CONSTANT("constant:"),
        /** An attribute of a CloudEvent. */
        ATTRIBUTE("attribute:"),
        /** A JSON pointer (RFC 6901) into the value. */
        POINTER("/");

        private final String written;

        Kind(String written) {
            this.written = written;
        }

        /** Whether a name follows. */
        private boolean named() {
            return written.endsWith(":");
        }
    }

    public Place {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /** @throws IllegalArgumentException for a text that is no place */
    public static Place parse(String text) {
        for (Kind kind : Kind.values()) {
            if (kind == Kind.POINTER ? text.startsWith(kind.written) : !kind.named() && text.equals(kind.written)) {
                return new Place(kind, kind == Kind.POINTER ? Pointer.checked(text) : "");
            }
            if (kind.named() && text.startsWith(kind.written) && text.length() > kind.written.length()) {
                return new Place(kind, text.substring(kind.written.length()));
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no place of a record");
    }

    /** As it is written in settings. */
    @Override
    public String toString() {
        return kind == Kind.POINTER ? name : kind.written + name;
    }
}
