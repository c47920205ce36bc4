package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.Sample;
import java.util.EnumMap;
import java.util.Map;

/**
 * The scores of held-out normal images, against which every image is ranked. All scores are of the same n images.
 */
public final class Calibration {
    private final Map<Score, SortedScores> scores = new EnumMap<>(Score.class);
    private final int images;

    /**
     * @param ascending for every {@link Score} its n values in ascending order, n ≥ 1
     * @throws IllegalArgumentException naming the score that is missing, empty, unsorted or not finite
     */
    public Calibration(Map<Score, double[]> ascending) {
        for (Score score : Score.values()) {
            double[] values = ascending.get(score);
            if (values == null || values.length == 0) {
                throw new IllegalArgumentException("no calibration scores of '" + score.label() + "'");
            }
            try {
                scores.put(score, new SortedScores(values));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + score.label() + "': " + e.getMessage(), e);
            }
        }
        images = scores.get(Score.ELBO).size();
        scores.forEach((score, sorted) -> {
            if (sorted.size() != images) {
                throw new IllegalArgumentException(
                        "'" + score.label() + "' has " + sorted.size() + " calibration scores, 'elbo' has " + images);
            }
        });
    }

    /** n, how many images were scored. */
    public int images() {
        return images;
    }

    /** The score below which a share q of the calibration images lie, 0 ≤ q ≤ 1. */
    public double quantile(Score score, double q) {
        return scores.get(score).quantile(q);
    }

    /** The score above which an image is anomalous by this score alone, one-sided, at a false-alarm rate α. */
    public double upperThreshold(Score score, double alpha) {
        return scores.get(score).upperThreshold(alpha);
    }

    /** The score below which an image is anomalous by this score alone, one-sided, at a false-alarm rate α. */
    public double lowerThreshold(Score score, double alpha) {
        return scores.get(score).lowerThreshold(alpha);
    }

    /** One score of all calibration images. */
    public Sample sample(Score score) {
        return scores.get(score).sample();
    }

    SortedScores of(Score score) {
        return scores.get(score);
    }
}
