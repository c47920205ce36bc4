package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import io.elbowatch.core.elbo.ModelException;
import java.util.regex.Pattern;

/** The one place where ONNX Runtime's exceptions become ours. */
final class OnnxFailure {
    private static final Pattern SOURCE_PLACE = Pattern.compile(
            "^Error code - \\w+ - message: (.*\\[ONNXRuntimeError] : \\d+ : \\w+ : |/\\S+:\\d+ .* was false\\. )?");

    private OnnxFailure() {}

    static ModelException failed(String doing, OrtException e) {
        return new ModelException(doing + ": " + firstLine(e), e);
    }

    /** What ONNX Runtime says, without the place in its own source before it and the native stack after it. */
    static String firstLine(Throwable e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
        return SOURCE_PLACE.matcher(line).replaceFirst("");
    }
}
