package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.OptionalLong;

/**
 * A process that opens a graph with the verbose log of ONNX Runtime, which says where the nodes run; {@link
 * NodePlacement} reads it.
 */
final class PlacementProbe {
    private PlacementProbe() {}

    /** @param args graph, provider, device number */
    public static void main(String[] args) throws OrtException {
        OrtEnvironment environment = NativeLibrary.load();
        try (SessionOptions options = new SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_VERBOSE);
            options.setMemoryPatternOptimization(false);
            Provider provider = ProviderChoice.parse(args[1]).named().orElseThrow();
            provider.addTo(options, Integer.parseInt(args[2]), OptionalLong.empty());
            environment.createSession(args[0], options).close();
        }
    }
}
