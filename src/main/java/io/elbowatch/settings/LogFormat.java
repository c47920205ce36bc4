package io.elbowatch.settings;

import io.elbowatch.core.Labelled;

/** How log events are written to standard error. */
public enum LogFormat implements Labelled {
    /** One line for people. */
    TEXT,
    /** One JSON object per line, for log collectors. */
    JSON;
}
