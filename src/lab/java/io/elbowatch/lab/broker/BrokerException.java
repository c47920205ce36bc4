package io.elbowatch.lab.broker;

/** The embedded broker could not do what was asked. The message names the thing and the mend. */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
