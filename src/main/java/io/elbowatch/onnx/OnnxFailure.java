package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import io.elbowatch.core.elbo.ModelException;
import java.util.regex.Pattern;

/** Translates exceptions of ONNX Runtime. */
final class OnnxFailure {
    private static final Pattern SOURCE_LOCATION = Pattern.compile(
            "^Error code - \\w+ - message: (.*\\[ONNXRuntimeError] : \\d+ : \\w+ : |/\\S+:\\d+ .* was false\\. )?");

    private OnnxFailure() {}

    static ModelException failed(String action, OrtException e) {
        return new ModelException(action + ": " + firstLine(e), e);
    }

    /** The message of ONNX Runtime, without the location in its source before it and the native stack after it. */
    static String firstLine(Throwable e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
        return SOURCE_LOCATION.matcher(line).replaceFirst("");
    }
}
