package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.elbowatch.core.Labelled;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The execution providers: the session options of each, and how a user gets it to work. A provider that is built into
 * ONNX Runtime need not have a device; it works once a session has scored on it.
 */
public enum Provider implements Labelled {
    CPU(OrtProvider.CPU, false, false, "export the bundle again with model/export.py") {
        @Override
        void addTo(SessionOptions options, int device, OptionalLong maxMemoryBytes) {}
    },
    CUDA(
            OrtProvider.CUDA,
            true,
            true,
            "build with -Pgpu and install the GPU's driver, CUDA 12 and cuDNN 9 (docs/gpu.md), or start with --provider auto") {
        @Override
        void addTo(SessionOptions options, int device, OptionalLong maxMemoryBytes) throws OrtException {
            try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
                // By default the arena doubles whenever it grows, and never shrinks.
                cuda.add("arena_extend_strategy", "kSameAsRequested");
                if (maxMemoryBytes.isPresent()) {
                    cuda.add("gpu_mem_limit", Long.toString(maxMemoryBytes.getAsLong()));
                }
                options.addCUDA(cuda);
            }
        }
    },
    TENSORRT(OrtProvider.TENSOR_RT, true, false, CUDA.remedy()) {
        @Override
        void addTo(SessionOptions options, int device, OptionalLong maxMemoryBytes) throws OrtException {
            try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(device)) {
                options.addTensorrt(tensorRt);
            }
            // Nodes that TensorRT does not support would run on the CPU.
            CUDA.addTo(options, device, maxMemoryBytes);
        }
    },
    WEBGPU(
            OrtProvider.WEBGPU,
            false,
            false,
            "get the library with deploy/webgpu/install, and a driver for Vulkan (docs/gpu.md), or start with --provider auto") {
        @Override
        void addTo(SessionOptions options, int device, OptionalLong maxMemoryBytes) throws OrtException {
            options.addWebGPU(Map.of());
        }
    };

    /**
     * The order in which {@code auto} tries them, then the CPU. Not TensorRT, which compiles for minutes at every
     * start.
     */
    static final List<Provider> AUTO_ORDER = List.of(CUDA, WEBGPU);

    private final OrtProvider ortProvider;
    private final boolean hasDeviceNumbers;
    private final boolean hasMemoryLimit;
    private final String remedy;

    Provider(OrtProvider ortProvider, boolean hasDeviceNumbers, boolean hasMemoryLimit, String remedy) {
        this.ortProvider = ortProvider;
        this.hasDeviceNumbers = hasDeviceNumbers;
        this.hasMemoryLimit = hasMemoryLimit;
        this.remedy = remedy;
    }

    abstract void addTo(SessionOptions options, int device, OptionalLong maxMemoryBytes) throws OrtException;

    /** Its name in ONNX Runtime, which lists those of its build. */
    OrtProvider ortProvider() {
        return ortProvider;
    }

    /** Whether a device is selected by number. */
    boolean hasDeviceNumbers() {
        return hasDeviceNumbers;
    }

    /** Whether its memory on a device can be limited. */
    boolean hasMemoryLimit() {
        return hasMemoryLimit;
    }

    /** What a user does if it does not work. */
    String remedy() {
        return remedy;
    }
}
