package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/** ONNX Runtime's native library: of the version that its Java part has, or it is refused. Once loaded it lasts as long as the process. */
final class NativeLibrary {
    /** ONNX Runtime's own name of the folder to load from; without it, it unpacks what its jar has. */
    private static final String FOLDER = "onnxruntime.native.path";

    private static boolean kept;

    private NativeLibrary() {}

    /** @throws Refusal when it does not load, or is another version's */
    static OrtEnvironment load() {
        try {
            OrtEnvironment environment = environment();
            Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion())
                    .ifPresent(version -> check(version, environment.getVersion(), folder()));
            return environment;
        } catch (LinkageError e) { // Once by its initializer, then by its absence.
            String reason = OnnxFailure.firstLine(Causes.root(e));
            throw new Refusal("ONNX Runtime's library" + from(folder()) + " does not load: " + reason, mend(), e);
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
     * Takes a reference that nobody gives back. ONNX Runtime gives its own back in a shutdown hook, which runs at once at a SIGTERM, while
     * the stream still finishes what is in flight: closing a session on WebGPU then died of SIGSEGV.
     */
    private static void keep() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            api.setAccessible(true);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "elbowatch");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of ONNX Runtime for Java is made otherwise; see here", e);
        }
    }

    /** @throws Refusal when the versions differ */
    static void check(String java, String library, Optional<String> folder) {
        if (!java.equals(library)) {
            throw new Refusal(
                    "ONNX Runtime's library" + from(folder) + " is version " + library + ", its Java part " + java,
                    mend());
        }
    }

    private static String mend() {
        return folder().isPresent()
                ? "get the library again with deploy/webgpu/install, or start without -D" + FOLDER
                : "see that Java is 64 bit and the system one that ONNX Runtime is built for, such as Linux with glibc";
    }

    /** How another Java virtual machine is told to take the same library; empty for that in the jar. */
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
