package io.elbowatch.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * All that scoring needs, versioned together: the graph, what it says of itself, its calibration and its golden images. A
 * bundle in memory is consistent: the hashes agree, and every file is complete.
 */
public final class Bundle {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Path folder;
    private final Manifest manifest;
    private final byte[] graph;
    private final CalibrationFile calibrationFile;
    private final Calibration calibration;
    private final GoldenFile golden;

    private Bundle(Path folder) {
        this.folder = folder;
        this.manifest = json("manifest.json", Manifest.class);
        this.graph = bytes(manifest.model().file());
        String sha256 = sha256(graph);
        if (!sha256.equalsIgnoreCase(manifest.model().sha256())) {
            throw broken(
                    manifest.model().file(),
                    "has sha256 " + sha256 + ", the manifest says "
                            + manifest.model().sha256(),
                    "export the bundle again; do not exchange the graph alone, its calibration would be another's");
        }
        this.calibrationFile = json("calibration.json", CalibrationFile.class);
        if (!sha256.equalsIgnoreCase(calibrationFile.model().sha256())) {
            throw broken(
                    "calibration.json",
                    "belongs to the graph " + calibrationFile.model().sha256() + ", this one is " + sha256,
                    "calibrate again: model/calibrate.py");
        }
        try {
            this.calibration = calibrationFile.toCalibration();
        } catch (IllegalArgumentException e) {
            throw broken("calibration.json", e.getMessage(), "calibrate again: model/calibrate.py");
        }
        this.golden = json("golden.json", GoldenFile.class);
    }

    /**
     * Reads a bundle.
     *
     * @throws Refusal naming the file and what is wrong with it
     */
    public static Bundle load(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Refusal(
                    "there is no bundle " + folder,
                    "give a folder with manifest.json, or the name of one under model/bundles");
        }
        return new Bundle(folder);
    }

    public Path folder() {
        return folder;
    }

    public Manifest manifest() {
        return manifest;
    }

    public Calibration calibration() {
        return calibration;
    }

    /** The false-alarm rate to use when none is set. */
    public double defaultAlpha() {
        return calibrationFile.alpha();
    }

    byte[] graph() {
        return graph;
    }

    GoldenFile golden() {
        return golden;
    }

    private <T> T json(String file, Class<T> type) {
        byte[] bytes = bytes(file);
        try {
            return JSON.readValue(bytes, type);
        } catch (JsonProcessingException e) {
            // A record's own complaint comes wrapped in Jackson's description of where it was.
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String problem = cause == e ? e.getOriginalMessage() : cause.getMessage();
            throw broken(file, problem, "export the bundle again with the scripts in model/");
        } catch (IOException e) {
            throw broken(file, e.getMessage(), "export the bundle again with the scripts in model/");
        }
    }

    private byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (NoSuchFileException e) {
            throw broken(file, "is missing", "export the bundle again with the scripts in model/");
        } catch (IOException | OutOfMemoryError e) {
            throw broken(file, "cannot be read: " + e, "check the file and its permissions");
        }
    }

    private Refusal broken(String file, String problem, String mend) {
        return new Refusal("bundle " + folder + ": " + file + ": " + problem, mend);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
