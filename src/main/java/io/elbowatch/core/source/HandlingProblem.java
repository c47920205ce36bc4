package io.elbowatch.core.source;

import io.elbowatch.core.Labelled;

/** Why a record of what a person did with an incident is not taken. */
public enum HandlingProblem implements Labelled {
    /** No JSON object, or more than 8 KiB. */
    MALFORMED,
    /** {@code schema} is missing or not 1. */
    SCHEMA,
    /** A field is missing, or its value is not allowed. */
    FIELD;
}
