package io.elbowatch.core.elbo;

/**
 * The device of a model is lost: no run will succeed again in this process. As the cause of a
 * {@link io.elbowatch.core.Refusal} it says that a retry is useless.
 */
public final class ModelLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
