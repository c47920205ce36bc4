package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import java.nio.file.Path;

/**
 * A model with its calibration: all that verdicts need, versioned together. A bundle in memory is consistent: the
 * hashes agree, and every file is complete.
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

    /** The judge at the default false-alarm rate, by {@link Decider#DEFAULT}. @throws Refusal as below */
    public Judge judge() {
        return judge(Decider.DEFAULT, defaultAlpha());
    }

    /** A judge of this model's images. @throws Refusal when the calibration has too few images for this α */
    public Judge judge(Decider decider, double alpha) {
        return judge(decider, alpha, false);
    }

    /** The same, which may extrapolate the calibration's tails. */
    public Judge judge(Decider decider, double alpha, boolean extrapolate) {
        try {
            return new Judge(calibration, manifest().beta(), decider, alpha, extrapolate);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    e.getMessage(),
                    "set another --alpha, or calibrate the bundle with more images: elbowatch calibrate; or extrapolate:"
                            + " --extrapolate-tail, when calibrating and here",
                    e);
        }
    }
}
