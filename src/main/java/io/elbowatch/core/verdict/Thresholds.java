package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scores beyond which a judge calls an image anomalous whatever its other scores; and those beyond which it would, if it looked
 * at them.
 */
public final class Thresholds {
    private Thresholds() {}

    /** The side of the calibration scores on which an image is anomalous. */
    public enum Side implements Labelled {
        UPPER,
        LOWER
    }

    /** Beyond this value, on this side, an image is anomalous. */
    public record Threshold(Score score, Side side, double value) {}

    /** A p-value is a count over n + 1: less a share so small, though more than single precision rounds, "at most" is "below". */
    private static final double BELOW = 1 - 2e-7;

    /**
     * Of the scores that the decider looks at. Two that it joins have thresholds at the same p-value, which is below α, and each side
     * of a two-sided score has one at α/2.
     */
    public static List<Threshold> of(Judge judge) {
        return switch (judge.decider()) {
            case DEFAULT ->
                Stream.of(Score.LOCAL, Score.DENSITY)
                        .flatMap(score -> of(judge, score))
                        .toList();
            case ELBO -> of(judge, Score.ELBO).toList();
            case RECONSTRUCTION -> of(judge, Score.RECONSTRUCTION).toList();
            case KL -> of(judge, Score.KL).toList();
            case LOCAL -> of(judge, Score.LOCAL).toList();
            case DENSITY -> of(judge, Score.DENSITY).toList();
        };
    }

    /** Of all scores; of one that the decider does not look at, as if it decided alone. */
    public static List<Threshold> ofAll(Judge judge) {
        return Arrays.stream(Score.values()).flatMap(score -> of(judge, score)).toList();
    }

    /** Of one score, as above. */
    public static Threshold upper(Judge judge, Score score) {
        return new Threshold(
                score, Side.UPPER, judge.calibration().upperThreshold(score, alphaOfOneSide(judge, score)));
    }

    private static Stream<Threshold> of(Judge judge, Score score) {
        return score == Score.ELBO
                ? Stream.of(upper(judge, score), lower(judge, score))
                : Stream.of(upper(judge, score));
    }

    private static Threshold lower(Judge judge, Score score) {
        return new Threshold(
                score, Side.LOWER, judge.calibration().lowerThreshold(score, alphaOfOneSide(judge, score)));
    }

    private static double alphaOfOneSide(Judge judge, Score score) {
        return switch (score) {
            case ELBO -> judge.alpha() / 2;
            case RECONSTRUCTION, KL -> judge.alpha();
            case LOCAL, DENSITY ->
                judge.decider() == Decider.DEFAULT
                        ? BELOW * judge.calibration().joinedThreshold(judge.alpha())
                        : judge.alpha();
        };
    }
}
