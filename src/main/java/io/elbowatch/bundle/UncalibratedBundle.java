package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.parity.GoldenImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a bundle runs, whether it has been calibrated or not: the graph, what it says of itself, and its golden images. It can
 * score, but there is no verdict. The graph's hash is the manifest's.
 */
public final class UncalibratedBundle {
    private static final String MEND = "export the bundle again with the scripts in model/";
    private static final String MANIFEST = "manifest.json";
    private static final String GOLDEN = "golden.json";

    private final BundleFiles files;
    private final Manifest manifest;
    private final byte[] graph;
    private final GoldenFile golden;

    private UncalibratedBundle(BundleFiles files) {
        this.files = files;
        this.manifest = files.json(MANIFEST, Manifest.class, MEND);
        this.graph = files.graph(manifest.model().file(), MEND);
        String sha256 = Sha256.hex(graph);
        if (!sha256.equalsIgnoreCase(manifest.model().sha256())) {
            throw files.broken(
                    manifest.model().file(),
                    "has sha256 " + sha256 + ", the manifest says "
                            + manifest.model().sha256(),
                    "export the bundle again; do not exchange the graph alone, its calibration would be another's");
        }
        try {
            GraphCheck.check(graph);
        } catch (IllegalArgumentException e) {
            throw files.broken(manifest.model().file(), e.getMessage(), MEND);
        }
        this.golden = files.json(GOLDEN, GoldenFile.class, MEND);
        for (GoldenFile.Image image : golden.images()) {
            if (image.features().length != manifest.features().size()) {
                throw files.broken(
                        GOLDEN,
                        "image '%s' has %d features, the manifest names %d"
                                .formatted(
                                        image.name(),
                                        image.features().length,
                                        manifest.features().size()),
                        MEND);
            }
        }
    }

    /**
     * Reads all of a bundle but its calibration.
     *
     * @throws Refusal naming the file and what is wrong with it
     */
    public static UncalibratedBundle load(Path folder) {
        return new UncalibratedBundle(new BundleFiles(folder));
    }

    /** Whether a calibration lies in its folder, sound or not. */
    public boolean hasCalibration() {
        return Files.exists(folder().resolve(CalibrationFile.NAME));
    }

    /**
     * The bundle with the calibration that lies in its folder.
     *
     * @throws Refusal when there is none, it is broken, or it belongs to another graph
     */
    public Bundle calibrated() {
        return new Bundle(this);
    }

    public Path folder() {
        return files.folder();
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The generated images whose terms training computed, too. */
    public List<GoldenImage> goldenImages() {
        return golden.goldenImages();
    }

    /** By how much the terms of the golden images may be off, relative, and in nats below one nat. */
    public double goldenTolerance() {
        return golden.tolerance();
    }

    /** How far single precision was off when the model was adopted, relatively; 0 where golden.json does not say. */
    public double goldenRounding() {
        return golden.rounding();
    }

    /** The names of its files. */
    List<String> fileNames() {
        return List.of(manifest.model().file(), MANIFEST, GOLDEN);
    }

    BundleFiles files() {
        return files;
    }

    public byte[] graph() {
        return graph;
    }
}
