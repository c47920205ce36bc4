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

/** The files of a bundle's folder. What is wrong with one is a {@link Refusal} that names it. */
record BundleFiles(Path folder) {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Of calibration.json with 100,000 images some 10 MiB. */
    private static final long MAX_JSON_BYTES = 64 << 20;

    /** Protobuf ends at 2 GiB; a VAE of this repository has 3 MiB. */
    private static final long MAX_GRAPH_BYTES = 1 << 30;

    BundleFiles {
        if (!Files.isDirectory(folder)) {
            throw new Refusal(
                    "there is no bundle " + folder,
                    "give a folder with manifest.json, or the name of one under model/bundles");
        }
    }

    <T> T json(String file, Class<T> type, String mend) {
        byte[] bytes = bytes(file, MAX_JSON_BYTES, mend);
        try {
            T read = JSON.readValue(bytes, type);
            if (read == null) {
                throw broken(file, "is null", mend);
            }
            return read;
        } catch (JsonProcessingException e) {
            // A record's own complaint comes wrapped in Jackson's description of where it was.
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String problem = cause == e ? e.getOriginalMessage() : cause.getMessage();
            throw broken(file, problem, mend);
        } catch (IOException e) {
            throw broken(file, e.getMessage(), mend);
        }
    }

    /** The graph, which ONNX Runtime and the heap hold at the same time. */
    byte[] graph(String file, String mend) {
        return bytes(file, MAX_GRAPH_BYTES, mend);
    }

    private byte[] bytes(String file, long maxBytes, String mend) {
        Path path = folder.resolve(file);
        try {
            checkPlace(file, path.toRealPath(), mend);
            long bytes = Files.size(path);
            if (bytes > maxBytes) {
                throw broken(file, "has " + bytes + " bytes, at most " + maxBytes + " are taken", mend);
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw broken(file, "is missing", mend);
        } catch (IOException | OutOfMemoryError e) {
            throw broken(file, "cannot be read: " + e, "check the file and its permissions");
        }
    }

    /** Links within the folder are how Kubernetes mounts files; a pipe or device would be read for ever. */
    private void checkPlace(String file, Path real, String mend) throws IOException {
        if (!real.startsWith(folder.toRealPath())) {
            throw broken(file, "is a link out of the folder, to " + real, mend);
        }
        if (!Files.isRegularFile(real)) {
            throw broken(file, "is no regular file", mend);
        }
    }

    Refusal broken(String file, String problem, String mend) {
        return new Refusal("bundle " + folder + ": " + file + ": " + problem, mend);
    }
}
