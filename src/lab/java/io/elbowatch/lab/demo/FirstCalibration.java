package io.elbowatch.lab.demo;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.bundle.CalibrationTarget;
import io.elbowatch.cli.ImageSets;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.evaluation.SetScorer;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Reach;
import io.elbowatch.lab.rig.TemporaryFolder;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A copy of a bundle, calibrated on the first images of a set, in a temporary folder that is removed at the end. */
final class FirstCalibration implements AutoCloseable {
    /** The lowest that the images support is taken. */
    private static final double[] ALPHAS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05};

    private final Settings settings;
    private final TemporaryFolder folder = new TemporaryFolder("elbowatch-start-");
    private Bundle calibrated; // null until it is written

    /** @param settings name the bundle that is copied */
    FirstCalibration(Settings settings) {
        this.settings = settings;
    }

    /**
     * Calibrates on the first images that can be used.
     *
     * @return the calibrated copy
     * @throws Refusal when they are too few
     */
    Path on(Path path, ImageSet set, int images) {
        BundledModel bundle = BundledModel.load(settings.requireBundle());
        List<CalibrationSet.Image> normal = new ArrayList<>();
        try (OnnxModel model = OnnxModel.open(bundle, settings.provider())) {
            ImageSets.requireShape(path, set, model);
            ImageDecoder decoder = new ImageDecoder(bundle.manifest().toPreprocessing(), settings.decode());
            new SetScorer(decoder, model).score(new FirstImages(set, images), image -> {
                if (image.scoring() instanceof Scoring.Scored scored) {
                    normal.add(new CalibrationSet.Image(image.name(), image.group(), scored.terms()));
                }
            });
        }
        double alpha = alpha(normal.size());
        CalibrationSet calibration =
                new CalibrationSet(normal, bundle.manifest().beta());
        Path copy = folder.path().resolve(bundle.manifest().name());
        calibrated = CalibrationTarget.copyTo(bundle, copy).write(calibration, alpha);
        return copy;
    }

    private static double alpha(int images) {
        return DoubleStream.of(ALPHAS)
                .filter(alpha -> new Reach(images, Decider.DENSITY).supports(alpha))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        images + " images can be used, too few to calibrate on",
                        "give at least " + Reach.neededImages(Decider.DENSITY, ALPHAS[ALPHAS.length - 1])
                                + " images: the first of the set, as many as --normal says"));
    }

    /** For the user: what was done. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "calibrated on the first %d images, which should be normal; density decides, and reports about %.3g %% of"
                        + " normal images, too (more images, by --normal, allow fewer)",
                calibrated.calibration().images(),
                100 * calibrated.defaultAlpha());
    }

    @Override
    public void close() {
        folder.close();
    }
}
