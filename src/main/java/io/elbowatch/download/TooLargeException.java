package io.elbowatch.download;

import java.io.IOException;

/** A file has more bytes than are allowed. */
public final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
        super(message);
    }
}
