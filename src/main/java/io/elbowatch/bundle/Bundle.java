package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Calibration;
import java.nio.file.Path;

/**
 * A model with its calibration: all that verdicts need, versioned together. A bundle in memory is consistent: the hashes agree, and every
 * file is complete.
 */
public final class Bundle {
    private static final String REMEDY = "calibrate the bundle: elbowatch calibrate, or model/calibrate.py";

    private final BundledModel model;
    private final CalibrationFile calibrationFile;
    private final Calibration calibration;

    Bundle(BundledModel model) {
        this.model = model;
        BundleFolder files = model.files();
        this.calibrationFile = files.json(CalibrationFile.NAME, CalibrationFile.class, REMEDY);
        String sha256 = manifest().model().sha256();
        if (!sha256.equalsIgnoreCase(calibrationFile.model().sha256())) {
            throw files.broken(
                    CalibrationFile.NAME,
                    "belongs to the graph " + calibrationFile.model().sha256() + ", this one is " + sha256,
                    REMEDY);
        }
        try {
            this.calibration = calibrationFile.toCalibration();
        } catch (IllegalArgumentException e) {
            throw files.broken(CalibrationFile.NAME, e.getMessage(), REMEDY);
        }
        int features = calibration.mixture().parameters().features();
        if (features != manifest().features().size()) {
            throw files.broken(
                    CalibrationFile.NAME,
                    "the mixture has " + features + " features, the manifest names "
                            + manifest().features().size(),
                    REMEDY);
        }
    }

    /**
     * Reads a bundle.
     *
     * @throws Refusal naming the file and what is wrong with it
     */
    public static Bundle load(Path folder) {
        return BundledModel.load(folder).withCalibration();
    }

    /** The bundle without its calibration. */
    public BundledModel model() {
        return model;
    }

    public Path folder() {
        return model.folder();
    }

    public Manifest manifest() {
        return model.manifest();
    }

    public Calibration calibration() {
        return calibration;
    }

    /** The false-alarm rate to use when none is set. */
    public double defaultAlpha() {
        return calibrationFile.alpha();
    }
}
