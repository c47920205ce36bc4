package io.elbowatch.stream.intake;

/**
 * Finds the image in the records of one input topic, and the source, the time and the id that belong to it. It accepts any
 * record and refuses one by a value, never by an exception. Used by one thread.
 */
public interface Intake {

    /** What a record holds. The same record always gives the same answer. */
    Arrival read(InputRecord record);
}
