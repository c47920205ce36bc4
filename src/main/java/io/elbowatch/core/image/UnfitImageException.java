package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;

/** The value cannot be decoded. {@link ImageDecoder} turns it into a {@link Rejection}. */
final class UnfitImageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnfitImageException(Reason reason, String detail) {
        // No stack trace: bad records must not cost more than good ones.
        super(detail, null, false, false);
        this.reason = reason;
    }

    static UnfitImageException undecodable(String detail) {
        return new UnfitImageException(Reason.UNDECODABLE, detail);
    }

    /** @param what the kind of image, as the beginning of a sentence */
    static UnfitImageException unsupported(String what) {
        return new UnfitImageException(Reason.UNSUPPORTED_FORMAT, what + " is not supported; send PNG or JPEG");
    }

    Rejection rejection() {
        return new Rejection(reason, getMessage());
    }
}
