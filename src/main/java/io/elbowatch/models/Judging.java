package io.elbowatch.models;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;

/** What remains of a bundle once its model is open: how its images are prepared and judged. The graph does not. */
record Judging(
        Preprocessing preprocessing, Calibration calibration, double beta, double alpha, OpeningSettings settings) {

    static Judging of(Bundle bundle, OpeningSettings settings) {
        return new Judging(
                bundle.manifest().toPreprocessing(),
                bundle.calibration(),
                bundle.manifest().beta(),
                bundle.defaultAlpha(),
                settings);
    }

    Judge judge(VerdictSettings changed) throws BundleProblem {
        try {
            return new Judge(
                    calibration,
                    beta,
                    changed.decider().orElse(settings.decider()),
                    changed.alpha().orElse(settings.alpha().orElse(alpha)),
                    settings.extrapolateTail());
        } catch (IllegalArgumentException e) {
            throw new BundleProblem(Reason.ALPHA_OUT_OF_REACH, e.getMessage(), e);
        }
    }
}
