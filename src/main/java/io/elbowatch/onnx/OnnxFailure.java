package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import io.elbowatch.core.elbo.ModelException;

/** The one place where ONNX Runtime's exceptions become ours. */
final class OnnxFailure {
    private OnnxFailure() {}

    static ModelException failed(String doing, OrtException e) {
        return new ModelException(doing + ": " + firstLine(e), e);
    }

    /** What ONNX Runtime says, without the native stack that it sometimes appends. */
    static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
