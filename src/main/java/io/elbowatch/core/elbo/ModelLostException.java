package io.elbowatch.core.elbo;

/** The device under a model is lost: no run will succeed in this process. As the cause of a refusal it says that trying again is in vain. */
public final class ModelLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
