package io.elbowatch.download;

import java.io.IOException;

/** A file is not given, however often it is asked for: by the place, or because it may not be read from there. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
