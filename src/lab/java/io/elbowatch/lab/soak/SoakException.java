package io.elbowatch.lab.soak;

/** The soak itself could not be done: nothing is known of the stream. */
public final class SoakException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SoakException(String what, Throwable cause) {
        super(what, cause);
    }
}
