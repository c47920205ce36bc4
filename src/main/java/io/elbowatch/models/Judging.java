package io.elbowatch.models;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;

/** What remains of a bundle once its model is open: how its images are prepared and judged. The graph does not. */
public record Judging(
        Preprocessing preprocessing, Calibration calibration, double beta, double alpha, OpeningSettings settings) {

    /** What remains of this bundle. */
    public static Judging of(Bundle bundle, OpeningSettings settings) {
        return new Judging(
                bundle.manifest().toPreprocessing(),
                bundle.calibration(),
                bundle.manifest().beta(),
                bundle.defaultAlpha(),
                settings);
    }

    /** The judges under these settings. @throws BundleProblem when its calibration has too few images for the α */
    public JudgeGroups judges(VerdictSettings changed) throws BundleProblem {
        try {
            return new JudgeGroups(new Judge(
                    calibration,
                    beta,
                    changed.decider().orElse(settings.decider()),
                    changed.alpha().orElse(settings.alpha().orElse(alpha)),
                    settings.extrapolateTail()));
        } catch (IllegalArgumentException e) {
            throw new BundleProblem(Reason.ALPHA_OUT_OF_REACH, e.getMessage(), e);
        }
    }
}
