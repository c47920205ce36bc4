package io.elbowatch.onnx;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import java.util.EnumMap;
import java.util.Map;

/**
 * The scores of held-out normal images, as a bundle keeps them ({@code calibration.json}, schema 1).
 *
 * @param schema 1
 * @param model the model that gave the scores
 * @param images n, how many
 * @param alpha the false-alarm rate to use when none is set
 * @param scores by name, each n values in ascending order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CalibrationFile(int schema, Model model, int images, double alpha, Map<String, double[]> scores) {
    static final String NAME = "calibration.json";

    /** Which graph was calibrated. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Model(String sha256) {}

    CalibrationFile {
        if (schema != 1) {
            throw new IllegalArgumentException("schema must be 1, not " + schema);
        }
        if (model == null || model.sha256() == null) {
            throw new IllegalArgumentException("model.sha256 is missing");
        }
        if (scores == null) {
            throw new IllegalArgumentException("scores are missing");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha);
        }
    }

    Calibration toCalibration() {
        Map<Score, double[]> ascending = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            double[] values = scores.get(score.label());
            if (values != null) {
                ascending.put(score, values);
            }
        }
        Calibration calibration = new Calibration(ascending);
        if (calibration.images() != images) {
            throw new IllegalArgumentException(
                    "images is " + images + ", but there are " + calibration.images() + " scores");
        }
        return calibration;
    }
}
