package io.elbowatch.stream.intake;

import io.elbowatch.core.Labelled;

/** What the values of an input topic are. */
public enum IntakeFormat implements Labelled {
    /** The image itself. */
    RAW,
    /** The image as base64 text or as a data URL. */
    BASE64,
    /** A JSON document that holds the image as base64 text or as a data URL; with or without a registry's header. */
    JSON,
    /** A CloudEvent 1.0, binary or structured as JSON. */
    CLOUDEVENTS,
    /** An Avro record with the header of a schema registry. */
    AVRO;

    /** Whether pointers lead into the values. */
    public boolean hasFields() {
        return this == JSON || this == CLOUDEVENTS || this == AVRO;
    }
}
