package io.elbowatch.core.dataset;

import java.nio.file.Path;

/** A set that cannot be read. Its message is one line for the user: the path, what is wrong, and the remedy. */
public final class ImageSetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImageSetException(Path path, String fault, String remedy) {
        this(path, fault, remedy, null);
    }

    ImageSetException(Path path, String fault, String remedy, Throwable cause) {
        super(path + ": " + fault + "; " + remedy, cause);
    }
}
