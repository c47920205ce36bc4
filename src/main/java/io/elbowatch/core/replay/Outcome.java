package io.elbowatch.core.replay;

import io.elbowatch.core.quality.QualityTally;
import io.elbowatch.core.quality.ReviewDraw;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What one model says of one image, as numbers in single precision.
 *
 * @param anomalous whether it reports the image
 * @param near whether it does not report the image, but at ten times its α it would
 * @param numbers those of {@link #NAMES}; not to be changed
 */
public record Outcome(boolean anomalous, boolean near, float[] numbers) {
    /** The p-value that decided, the p-value of each score, and each score. */
    public static final List<String> NAMES = names();

    /** The first of the scores. */
    static final int FIRST_SCORE = 1 + Score.values().length;

    public Outcome {
        if (numbers.length != NAMES.size()) {
            throw new IllegalArgumentException(numbers.length + " numbers, not " + NAMES.size());
        }
    }

    public static Outcome of(Verdict verdict) {
        float[] numbers = new float[NAMES.size()];
        numbers[0] = (float) verdict.pValue();
        for (Score score : Score.values()) {
            numbers[1 + score.ordinal()] = (float) verdict.pValue(score);
            numbers[FIRST_SCORE + score.ordinal()] = (float) verdict.score(score);
        }
        return new Outcome(
                verdict.anomalous(), isNear(verdict.anomalous(), verdict.pValue(), verdict.alpha()), numbers);
    }

    /** Whether an image is one of those near the threshold, which are offered for review more often. */
    public static boolean isNear(boolean anomalous, double pValue, double alpha) {
        return !anomalous && ReviewDraw.zone(pValue, alpha) == QualityTally.Zone.NEAR;
    }

    /** The p-value that decided. */
    float pValue() {
        return numbers[0];
    }

    /** Whether a number has no meaning without the mixture of one calibration: its p-value has. */
    static boolean belongsToItsCalibration(int number) {
        return number >= FIRST_SCORE && Score.values()[number - FIRST_SCORE].needsMixture();
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("p"));
        for (Score score : Score.values()) {
            names.add("p of " + score.label());
        }
        for (Score score : Score.values()) {
            names.add(score.label());
        }
        return List.copyOf(names);
    }
}
