package io.elbowatch.core.shadow;

import java.util.Objects;

/**
 * One side of a comparison. Two are equal where the same image always gets the same verdict from both.
 *
 * @param bundle the name under which routes know it
 * @param model name of the model
 * @param version of the model
 * @param sha256 of its graph
 * @param calibration what identifies its calibration
 * @param decider the label of the p-value that decides
 * @param alpha its false-alarm rate
 */
public record ComparedBundle(
        String bundle, String model, String version, String sha256, String calibration, String decider, double alpha) {

    public ComparedBundle {
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(decider, "decider");
    }
}
