package io.elbowatch.onnx;

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

    BundleFiles {
        if (!Files.isDirectory(folder)) {
            throw new Refusal(
                    "there is no bundle " + folder,
                    "give a folder with manifest.json, or the name of one under model/bundles");
        }
    }

    <T> T json(String file, Class<T> type, String mend) {
        byte[] bytes = bytes(file, mend);
        try {
            return JSON.readValue(bytes, type);
        } catch (JsonProcessingException e) {
            // A record's own complaint comes wrapped in Jackson's description of where it was.
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String problem = cause == e ? e.getOriginalMessage() : cause.getMessage();
            throw broken(file, problem, mend);
        } catch (IOException e) {
            throw broken(file, e.getMessage(), mend);
        }
    }

    byte[] bytes(String file, String mend) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (NoSuchFileException e) {
            throw broken(file, "is missing", mend);
        } catch (IOException | OutOfMemoryError e) {
            throw broken(file, "cannot be read: " + e, "check the file and its permissions");
        }
    }

    Refusal broken(String file, String problem, String mend) {
        return new Refusal("bundle " + folder + ": " + file + ": " + problem, mend);
    }
}
