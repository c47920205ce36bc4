package io.elbowatch.settings;

import io.elbowatch.core.Labelled;

/** How log events are written to standard error. */
public enum LogFormat implements Labelled {
    /** A line for people. */
    TEXT,
    /** A JSON object a line, for collectors of logs. */
    JSON;
}
