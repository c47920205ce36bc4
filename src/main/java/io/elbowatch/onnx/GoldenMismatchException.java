package io.elbowatch.onnx;

/**
 * A graph does not compute for the golden images what training computed. As the cause of a {@link
 * io.elbowatch.core.Refusal} it tells that case from other broken bundles.
 */
public final class GoldenMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoldenMismatchException(String message) {
        super(message);
    }
}
