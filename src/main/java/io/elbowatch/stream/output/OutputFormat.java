package io.elbowatch.stream.output;

import io.elbowatch.core.Labelled;
import java.util.Locale;

/** The form of the values of the topics scores, anomalies, incidents and feedback. */
public enum OutputFormat implements Labelled {
    /** The JSON of docs/schema. */
    JSON("application/json"),
    /** The same JSON as {@code payload}, with a Connect {@code schema}: what Connect's JsonConverter reads. */
    CONNECT_JSON("application/json"),
    /** Avro with the number of its schema in a registry, in the layout that Confluent's serializers introduced. */
    AVRO("application/avro");

    private final String contentType;

    OutputFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The value of the header {@code content-type}. */
    public String contentType() {
        return contentType;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
