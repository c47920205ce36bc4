package io.elbowatch.core.image;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;

/** The end of a decoding that cannot succeed. It stays inside this package, where it becomes a {@link Rejection}. */
final class UnfitImageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnfitImageException(Reason reason, String detail) {
        // Without stack trace: a stream of bad records must not cost more than one of good records.
        super(detail, null, false, false);
        this.reason = reason;
    }

    static UnfitImageException undecodable(String detail) {
        return new UnfitImageException(Reason.UNDECODABLE, detail);
    }

    Rejection rejection() {
        return new Rejection(reason, getMessage());
    }
}
