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
 * The execution providers that there are: what each needs of a session, and how a user gets it. That one is built into ONNX Runtime
 * says nothing of a device; presence is known when a session has scored on it.
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
                // By default the arena doubles whenever it grows, and gives nothing back.
                cuda.add("arena_extend_strategy", "kSameAsRequested");
                if (maxMemoryBytes.isPresent()) {
                    cuda.add("gpu_mem_limit", Long.toString(maxMemoryBytes.getAsLong()));
                }
                options.addCUDA(cuda);
            }
        }
    },
    TENSORRT(OrtProvider.TENSOR_RT, true, false, CUDA.mend()) {
        @Override
        void addTo(SessionOptions options, int device, OptionalLong maxMemoryBytes) throws OrtException {
            try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(device)) {
                options.addTensorrt(tensorRt);
            }
            // What TensorRT does not take would run on the CPU.
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

    /** What {@code auto} tries before the CPU; TensorRT compiles for minutes at a start, so it is used when it is named. */
    static final List<Provider> TRIED = List.of(CUDA, WEBGPU);

    private final OrtProvider builtIn;
    private final boolean numbersDevices;
    private final boolean boundsMemory;
    private final String mend;

    Provider(OrtProvider builtIn, boolean numbersDevices, boolean boundsMemory, String mend) {
        this.builtIn = builtIn;
        this.numbersDevices = numbersDevices;
        this.boundsMemory = boundsMemory;
        this.mend = mend;
    }

    abstract void addTo(SessionOptions options, int device, OptionalLong maxMemoryBytes) throws OrtException;

    /** Its name among those that a build of ONNX Runtime has. */
    OrtProvider builtIn() {
        return builtIn;
    }

    /** Whether a device is chosen by its number. */
    boolean numbersDevices() {
        return numbersDevices;
    }

    /** Whether it can be told how much of a device's memory it may take. */
    boolean boundsMemory() {
        return boundsMemory;
    }

    /** What a user does where it does not work. */
    String mend() {
        return mend;
    }
}
