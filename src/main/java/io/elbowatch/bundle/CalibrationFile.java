package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.density.MixtureParameters;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Tail;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of {@code calibration.json}, schema 1: scores of held-out normal images, and the density. {@link
 * CalibrationWriter} writes it.
 *
 * @param schema 1
 * @param model the graph that computed the scores
 * @param images n, the number of images
 * @param groups parts of the images; those with scores calibrate for the source of their name. May be null
 * @param alpha the false-alarm rate to use when none is set
 * @param scores by name, each n values in ascending order. In an older calibration the density has one only for each
 *     image that the mixture was not fitted to; the default decider has the joined ranks of the images with a density
 * @param tails by the name of a score, for an α below 1/(n+1); null unless the calibration was asked for them
 * @param mixture the Gaussian mixture behind the density
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CalibrationFile(
        int schema,
        Model model,
        int images,
        List<Group> groups,
        double alpha,
        Map<String, double[]> scores,
        Map<String, Tail> tails,
        Gaussians mixture) {
    static final String NAME = "calibration.json";

    /** The calibrated graph. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Model(String sha256) {}

    /**
     * A part of the images.
     *
     * @param name of the source, if it has scores
     * @param images the number of its images
     * @param scores of its images by name, as those of all images; null for a part that is only named
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Group(String name, int images, Map<String, double[]> scores) {
        private static final Set<String> NAMES = Stream.concat(
                        Arrays.stream(Score.values()).map(Score::label), Stream.of(Decider.DEFAULT.label()))
                .collect(Collectors.toUnmodifiableSet());

        private Calibration of(Calibration pooled) {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("a group with scores has no name");
            }
            scores.keySet().stream().filter(key -> !NAMES.contains(key)).findFirst().ifPresent(key -> {
                throw new IllegalArgumentException("group '" + name + "': unknown score '" + key + "'");
            });
            Calibration calibration = pooled.ofGroup(name, byScore(scores), scores.get(Decider.DEFAULT.label()));
            if (calibration.images() != images) {
                throw new IllegalArgumentException("group '" + name + "': images is " + images + ", but there are "
                        + calibration.images() + " scores");
            }
            return calibration;
        }
    }

    /**
     * The parameters of the mixture: K components over F features.
     *
     * @param fitted the number of images that it was fitted to
     * @param centre subtracted from the features, [F]
     * @param scale the features are divided by it, [F]
     * @param weights of the components, [K]
     * @param means of the standardised features, [K, F]
     * @param covariances lower triangles, row by row, [K, F(F+1)/2]
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Gaussians(
            int fitted, double[] centre, double[] scale, double[] weights, double[][] means, double[][] covariances) {

        Mixture toMixture() {
            try {
                return new Mixture(new MixtureParameters(centre, scale, weights, means, covariances));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("mixture: " + e.getMessage(), e);
            }
        }
    }

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
        if (mixture == null) {
            throw new IllegalArgumentException("mixture is missing");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha);
        }
    }

    Calibration toCalibration() {
        Map<Score, double[]> ascending = byScore(scores);
        Map<Score, Tail> known = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            Tail tail = tails == null ? null : tails.get(score.label());
            if (tail != null) {
                known.put(score, tail);
            }
        }
        Calibration calibration =
                new Calibration(ascending, scores.get(Decider.DEFAULT.label()), mixture.toMixture(), known);
        if (calibration.images() != images) {
            throw new IllegalArgumentException(
                    "images is " + images + ", but there are " + calibration.images() + " scores");
        }
        int ranked = calibration.images(Decider.DENSITY);
        if (mixture.fitted() < 1 || mixture.fitted() != (calibration.crossFitted() ? images : images - ranked)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the mixture is fitted to %2$d of %1$d images, but 'density' has %3$d scores",
                    images,
                    mixture.fitted(),
                    ranked));
        }
        List<Group> calibrating = groups == null
                ? List.of()
                : groups.stream().filter(group -> group.scores() != null).toList();
        if (!calibrating.isEmpty() && !calibration.crossFitted()) {
            throw new IllegalArgumentException("groups with scores need a density of every image, as this release writes");
        }
        return calibration.withGroups(
                calibrating.stream().map(group -> group.of(calibration)).toList());
    }

    private static Map<Score, double[]> byScore(Map<String, double[]> named) {
        Map<Score, double[]> ascending = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            double[] values = named.get(score.label());
            if (values != null) {
                ascending.put(score, values);
            }
        }
        return ascending;
    }
}
