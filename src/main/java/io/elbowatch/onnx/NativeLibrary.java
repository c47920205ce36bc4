package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The native library of ONNX Runtime. Its version must be that of the Java part. Once loaded, it stays until the
 * process ends.
 */
final class NativeLibrary {
    /**
     * System property of ONNX Runtime: the folder to load from. Without it, ONNX Runtime unpacks the library of its
     * jar.
     */
    private static final String FOLDER = "onnxruntime.native.path";

    private static boolean kept;

    private NativeLibrary() {}

    /** @throws Refusal if it does not load or has another version */
    static OrtEnvironment load() {
        try {
            OrtEnvironment environment = environment();
            Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion())
                    .ifPresent(version -> check(version, environment.getVersion(), folder()));
            return environment;
        } catch (LinkageError e) { // The first call fails in the static initializer, later ones find no class.
            String reason = OnnxFailure.firstLine(Causes.root(e));
            throw new Refusal("ONNX Runtime's library" + from(folder()) + " does not load: " + reason, remedy(), e);
        }
    }

    private static synchronized OrtEnvironment environment() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        if (!kept) {
            keep();
            kept = true;
        }
        return environment;
    }

    /**
     * Takes a reference that is never released. ONNX Runtime releases its own in a shutdown hook, which runs at once at
     * a SIGTERM, while the stream still finishes the batches in flight: closing a session on WebGPU then crashed with
     * SIGSEGV.
     */
    private static void keep() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            api.setAccessible(true);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "elbowatch");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this version of ONNX Runtime for Java has no such internals; see NativeLibrary.keep", e);
        }
    }

    /** @throws Refusal when the versions differ */
    static void check(String java, String library, Optional<String> folder) {
        if (!java.equals(library)) {
            throw new Refusal(
                    "ONNX Runtime's library" + from(folder) + " is version " + library + ", its Java part " + java,
                    remedy());
        }
    }

    private static String remedy() {
        return folder().isPresent()
                ? "get the library again with deploy/webgpu/install, or start without -D" + FOLDER
                : "use a 64-bit Java on a system that ONNX Runtime is built for, such as Linux with glibc";
    }

    /** The option with which another JVM loads the same library; empty for that of the jar. */
    static Optional<String> option() {
        return folder().map(path -> "-D" + FOLDER + "=" + path);
    }

    private static Optional<String> folder() {
        return Optional.ofNullable(System.getProperty(FOLDER));
    }

    private static String from(Optional<String> folder) {
        return folder.map(path -> " in " + path).orElse("");
    }
}
