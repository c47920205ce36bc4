package io.elbowatch.onnx;

/**
 * An execution provider cannot run a graph. As the cause of a {@link io.elbowatch.core.Refusal} it tells that case from
 * a broken bundle.
 */
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    ProviderException(String message) {
        super(message);
    }

    ProviderException(String message, Throwable cause) {
        super(message, cause);
    }
}
