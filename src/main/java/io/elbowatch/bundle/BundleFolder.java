package io.elbowatch.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files of a bundle. A file that is missing or broken is a {@link Refusal} that names it. */
record BundleFolder(Path path) {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** A calibration.json of 100,000 images has some 10 MiB. */
    private static final long MAX_JSON_BYTES = 64 << 20;

    /** Protobuf allows 2 GiB; a VAE of this repository has 3 MiB. */
    private static final long MAX_GRAPH_BYTES = 1 << 30;

    BundleFolder {
        if (!Files.isDirectory(path)) {
            throw new Refusal(
                    "there is no bundle " + path,
                    "give a folder with manifest.json, or the name of one under model/bundles");
        }
    }

    <T> T json(String file, Class<T> type, String remedy) {
        byte[] bytes = bytes(file, MAX_JSON_BYTES, remedy);
        try {
            T read = JSON.readValue(bytes, type);
            if (read == null) {
                throw broken(file, "is null", remedy);
            }
            return read;
        } catch (JsonProcessingException e) {
            // Jackson wraps what a record's constructor throws.
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String problem = cause == e ? e.getOriginalMessage() : cause.getMessage();
            throw broken(file, problem, remedy);
        } catch (IOException e) {
            throw broken(file, e.getMessage(), remedy);
        }
    }

    /** The bytes of the graph. They stay on the heap while ONNX Runtime has its own copy. */
    byte[] graph(String file, String remedy) {
        return bytes(file, MAX_GRAPH_BYTES, remedy);
    }

    /** The bytes of a small file. */
    byte[] picture(String file, String remedy) {
        return bytes(file, MAX_JSON_BYTES, remedy);
    }

    private byte[] bytes(String file, long maxBytes, String remedy) {
        Path full = path.resolve(file);
        try {
            checkLocation(file, full.toRealPath(), remedy);
            long bytes = Files.size(full);
            if (bytes > maxBytes) {
                throw broken(file, "has " + bytes + " bytes, at most " + maxBytes + " are allowed", remedy);
            }
            return Files.readAllBytes(full);
        } catch (NoSuchFileException e) {
            throw broken(file, "is missing", remedy);
        } catch (IOException | OutOfMemoryError e) {
            throw broken(file, "cannot be read: " + e, "check the file and its permissions");
        }
    }

    /** Kubernetes mounts files as links within the folder. Reading a pipe or a device would never end. */
    private void checkLocation(String file, Path real, String remedy) throws IOException {
        if (!real.startsWith(path.toRealPath())) {
            throw broken(file, "is a link out of the folder, to " + real, remedy);
        }
        if (!Files.isRegularFile(real)) {
            throw broken(file, "is not a regular file", remedy);
        }
    }

    Refusal broken(String file, String problem, String remedy) {
        return new Refusal("bundle " + path + ": " + file + ": " + problem, remedy);
    }
}
