package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.elbowatch.core.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a graph on an execution provider, and says which one really runs. {@code auto} falls back to the CPU with a
 * warning; a provider that was named is used or refused.
 */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private Sessions() {}

    /** A session with the name of the provider that it runs on. */
    record Opened(OrtSession session, String provider) {}

    static Opened open(OrtEnvironment environment, byte[] graph, ProviderChoice choice) {
        return switch (choice.kind()) {
            case CPU -> onCpu(environment, graph);
            case CUDA, TENSORRT -> onNamed(environment, graph, choice);
            case AUTO -> onAny(environment, graph, choice);
        };
    }

    static String requested(ProviderChoice choice) {
        ProviderChoice.Kind kind = choice.kind();
        if (kind == ProviderChoice.Kind.AUTO) {
            boolean cuda = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
            kind = cuda ? ProviderChoice.Kind.CUDA : ProviderChoice.Kind.CPU;
        }
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Opened onAny(OrtEnvironment environment, byte[] graph, ProviderChoice choice) {
        try {
            return open(environment, graph, ProviderChoice.Kind.CUDA, choice.device());
        } catch (OrtException | UnavailableException e) {
            LOG.warn("provider fallback from=cuda to=cpu reason=\"{}\"", OnnxFailure.firstLine(e));
            return onCpu(environment, graph);
        }
    }

    private static Opened onNamed(OrtEnvironment environment, byte[] graph, ProviderChoice choice) {
        try {
            return open(environment, graph, choice.kind(), choice.device());
        } catch (OrtException | UnavailableException e) {
            throw new Refusal(
                    "provider " + choice + " does not work: " + OnnxFailure.firstLine(e),
                    "build with -Pgpu and install the GPU's driver, CUDA 12 and cuDNN 9, or start with --provider auto",
                    e);
        }
    }

    private static Opened onCpu(OrtEnvironment environment, byte[] graph) {
        try {
            return open(environment, graph, ProviderChoice.Kind.CPU, 0);
        } catch (OrtException | UnavailableException e) {
            throw new Refusal(
                    "ONNX Runtime does not load the graph: " + OnnxFailure.firstLine(e),
                    "export the bundle again with model/export.py",
                    e);
        }
    }

    private static Opened open(OrtEnvironment environment, byte[] graph, ProviderChoice.Kind kind, int device)
            throws OrtException, UnavailableException {
        try (SessionOptions options = new SessionOptions()) {
            // Scoring threads are stream threads: a pool per session, spinning while it waits, takes their cores.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            switch (kind) {
                case CUDA -> addCuda(options, device);
                case TENSORRT -> addTensorRt(options, device);
                case CPU, AUTO -> {}
            }
            String provider = kind.name().toLowerCase(java.util.Locale.ROOT);
            return new Opened(environment.createSession(graph, options), provider);
        }
    }

    private static void addCuda(SessionOptions options, int device) throws OrtException, UnavailableException {
        requireBuiltIn(OrtProvider.CUDA);
        // Memory grows with every batch size otherwise (onnxruntime issue 29351).
        options.setMemoryPatternOptimization(false);
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            options.addCUDA(cuda);
        }
    }

    private static void addTensorRt(SessionOptions options, int device) throws OrtException, UnavailableException {
        requireBuiltIn(OrtProvider.TENSOR_RT);
        options.setMemoryPatternOptimization(false);
        try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(device)) {
            options.addTensorrt(tensorRt);
        }
    }

    /** That a provider is built in says nothing of a GPU; that it is not says that trying is in vain. */
    private static void requireBuiltIn(OrtProvider provider) throws UnavailableException {
        if (!OrtEnvironment.getAvailableProviders().contains(provider)) {
            throw new UnavailableException("this build of ONNX Runtime has no " + provider.getName() + " (it has "
                    + OrtEnvironment.getAvailableProviders() + ")");
        }
    }

    private static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }
}
