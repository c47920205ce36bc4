package io.elbowatch.stream.intake;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;

/** A record holds no image. {@link FieldIntake} turns it into a {@link Rejection}. */
final class UnfitRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnfitRecordException(Reason reason, String detail) {
        // No stack trace: bad records must not cost more than good ones.
        super(detail, null, false, false);
        this.reason = reason;
    }

    static UnfitRecordException envelope(String detail) {
        return new UnfitRecordException(Reason.BAD_ENVELOPE, detail);
    }

    static UnfitRecordException noImage(String detail) {
        return new UnfitRecordException(Reason.NO_IMAGE, detail);
    }

    Rejection rejection() {
        return new Rejection(reason, getMessage());
    }
}
