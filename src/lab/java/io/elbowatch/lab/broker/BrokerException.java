package io.elbowatch.lab.broker;

/** A broker of the lab failed. The message names the broker, what failed and, where there is one, the remedy. */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
