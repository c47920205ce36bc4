package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.Mask;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.parity.GoldenImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The model of a bundle without its calibration: manifest, graph and golden images. It can be scored with; a verdict
 * needs a {@link Bundle}. The graph has the hash that the manifest names.
 */
public final class BundledModel {
    private static final String REMEDY = "export the bundle again with the scripts in model/";
    private static final String MANIFEST = "manifest.json";
    private static final String GOLDEN = "golden.json";

    private final BundleFolder files;
    private final Manifest manifest;
    private final byte[] graph;
    private final Mask mask;
    private final GoldenFile golden;

    private BundledModel(BundleFolder files) {
        this.files = files;
        this.manifest = files.json(MANIFEST, Manifest.class, REMEDY);
        this.graph = files.graph(manifest.model().file(), REMEDY);
        String sha256 = Sha256.hex(graph);
        if (!sha256.equalsIgnoreCase(manifest.model().sha256())) {
            throw files.broken(
                    manifest.model().file(),
                    "has sha256 " + sha256 + ", the manifest says "
                            + manifest.model().sha256(),
                    "export the bundle again; do not replace the graph alone, the calibration belongs to the old one");
        }
        try {
            GraphCheck.check(graph);
        } catch (IllegalArgumentException e) {
            throw files.broken(manifest.model().file(), e.getMessage(), REMEDY);
        }
        this.mask = mask();
        this.golden = files.json(GOLDEN, GoldenFile.class, REMEDY);
        for (GoldenFile.Image image : golden.images()) {
            if (image.features().length != manifest.features().size()) {
                throw files.broken(
                        GOLDEN,
                        String.format(
                                Locale.ROOT,
                                "image '%s' has %d features, the manifest names %d",
                                image.name(),
                                image.features().length,
                                manifest.features().size()),
                        REMEDY);
            }
        }
    }

    private Mask mask() {
        ImageShape image = manifest.toForm().image();
        MaskEntry entry = manifest.mask();
        if (entry == null) {
            return Mask.none(image);
        }
        byte[] picture = files.picture(entry.file(), REMEDY);
        String sha256 = Sha256.hex(picture);
        if (!sha256.equalsIgnoreCase(entry.sha256())) {
            throw files.broken(
                    entry.file(),
                    "has sha256 " + sha256 + ", the manifest says " + entry.sha256(),
                    "make the bundle again with --mask; do not replace the mask alone, the graph has the old one");
        }
        try {
            return entry.read(picture, image);
        } catch (IllegalArgumentException e) {
            throw files.broken(entry.file(), e.getMessage(), "make the bundle again with --mask and another mask");
        }
    }

    /**
     * Reads a bundle without its calibration.
     *
     * @throws Refusal naming the file and what is wrong with it
     */
    public static BundledModel load(Path folder) {
        return new BundledModel(new BundleFolder(folder));
    }

    /** Whether its folder has a calibration, valid or not. */
    public boolean hasCalibration() {
        return Files.exists(folder().resolve(CalibrationFile.NAME));
    }

    /**
     * The bundle with the calibration in its folder.
     *
     * @throws Refusal when there is none, it is broken, or it belongs to another graph
     */
    public Bundle withCalibration() {
        return new Bundle(this);
    }

    public Path folder() {
        return files.path();
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The constants that the terms depend on, with the mask. */
    public ElboForm form() {
        return manifest.toForm().with(mask);
    }

    /** Generated images with the terms that training computed for them. */
    public List<GoldenImage> goldenImages() {
        return golden.goldenImages();
    }

    /** The largest allowed difference of a term of a golden image: relative, or in nats for terms below one nat. */
    public double goldenTolerance() {
        return golden.tolerance();
    }

    /** How far single precision was off when the model was adopted, relatively; 0 if golden.json does not say. */
    public double goldenRounding() {
        return golden.rounding();
    }

    /** The names of its files, without the calibration. */
    List<String> fileNames() {
        List<String> names = new ArrayList<>(List.of(manifest.model().file(), MANIFEST, GOLDEN));
        if (manifest.mask() != null) {
            names.add(manifest.mask().file());
        }
        return names;
    }

    BundleFolder files() {
        return files;
    }

    public byte[] graph() {
        return graph;
    }
}
