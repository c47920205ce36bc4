package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.elbowatch.core.Refusal;
import java.util.Optional;

/** ONNX Runtime's native library: of the version that its Java part has, or it is refused. */
final class NativeLibrary {
    /** ONNX Runtime's own name of the folder to load from; without it, it unpacks what its jar has. */
    private static final String FOLDER = "onnxruntime.native.path";

    private NativeLibrary() {}

    /** @throws Refusal when it does not load, or is another version's */
    static OrtEnvironment load() {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion())
                    .ifPresent(version -> check(version, environment.getVersion(), folder()));
            return environment;
        } catch (LinkageError e) { // Once by its initializer, then by its absence.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Refusal(
                    "ONNX Runtime's library" + from(folder()) + " does not load: " + deepest(cause), mend(), e);
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

    private static Optional<String> folder() {
        return Optional.ofNullable(System.getProperty(FOLDER));
    }

    private static String from(Optional<String> folder) {
        return folder.map(path -> " in " + path).orElse("");
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return OnnxFailure.firstLine(cause);
    }
}
