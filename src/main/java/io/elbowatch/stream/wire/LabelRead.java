package io.elbowatch.stream.wire;

import io.elbowatch.core.Labelled;

/** What a record of the feedback topic says, as {@link LabelJson#read} finds it. */
public sealed interface LabelRead {

    /** A label. */
    record Label(LabelRecord label) implements LabelRead {}

    /** A null value: the label of this image holds no more. */
    record Withdrawal(OutputOrigin image) implements LabelRead {}

    /** A record that cannot be read. @param detail quotes a few characters of it at most */
    record Refused(Reason reason, String detail) implements LabelRead {}

    /** Why a record cannot be read. The labels are those of a metric. */
    enum Reason implements Labelled {
        /** The key is no coordinates, or those of another image. */
        KEY,
        /** It is longer than {@value LabelJson#MAX_BYTES} bytes. */
        SIZE,
        /** It is no JSON object, or a field is there twice. */
        MALFORMED,
        /** Its schema is another. */
        SCHEMA,
        /** A required field is missing, or a field has a value that the schema does not allow. */
        FIELD
    }
}
