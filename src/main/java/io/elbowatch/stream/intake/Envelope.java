package io.elbowatch.stream.intake;

/** A format of values. It accepts any record. Used by one thread. */
interface Envelope {

    /** What the value of a record holds. @throws UnfitRecordException when it is not of this format */
    Contents open(InputRecord record) throws UnfitRecordException;
}
