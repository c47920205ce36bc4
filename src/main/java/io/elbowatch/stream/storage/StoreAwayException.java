package io.elbowatch.stream.storage;

/** The store did not take objects in time. Nothing of their records is committed: they are read again. */
public final class StoreAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreAwayException(String message) {
        super(message);
    }
}
