package io.elbowatch.download;

import java.io.IOException;

/** A place answers and has no such file. */
public final class NotThereException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotThereException(String message) {
        super(message);
    }

    NotThereException(String message, Throwable cause) {
        super(message, cause);
    }
}
