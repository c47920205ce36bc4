package io.elbowatch.onnx;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OnnxFailureTest {
    @Test
    void shouldDropTheSourceLocationAndTheNativeStack() {
        var failure = new IllegalStateException(
                "Error code - ORT_FAIL - message: /onnxruntime_src/core/session/provider_bridge_ort.cc:1988 Get()"
                        + " [ONNXRuntimeError] : 1 : FAIL : Failed to load library libcublasLt.so.12\nStacktrace:\n...");
        assertThat(OnnxFailure.firstLine(failure)).isEqualTo("Failed to load library libcublasLt.so.12");
    }

    @Test
    void shouldDropTheFailedCondition() {
        var failure = new IllegalStateException(
                "Error code - ORT_FAIL - message: /onnxruntime_src/webgpu_context.cc:100"
                        + " onnxruntime::webgpu::Initialize(const Config&)::<lambda()> status == Success was false. No adapters\n\n");
        assertThat(OnnxFailure.firstLine(failure)).isEqualTo("No adapters");
    }

    @Test
    void shouldKeepAMessageWithoutASourceLocation() {
        assertThat(OnnxFailure.firstLine(new IllegalStateException("no space"))).isEqualTo("no space");
        assertThat(OnnxFailure.firstLine(new IllegalStateException())).isNotBlank();
    }
}
