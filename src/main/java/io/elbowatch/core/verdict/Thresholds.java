package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scores beyond which a judge calls an image anomalous, whatever its other scores are; also for scores that do not
 * decide, as if each decided alone.
 */
public final class Thresholds {
    private Thresholds() {}

    /** The side of the calibration scores on which an image is anomalous. */
    public enum Side implements Labelled {
        UPPER,
        LOWER
    }

    /** An image is anomalous beyond this value on this side. */
    public record Threshold(Score score, Side side, double value) {
        private boolean isBelow(Verdict verdict) {
            double found = verdict.score(score);
            return side == Side.UPPER ? found > value : found < value;
        }
    }

    /** Of the scores that decide. A two-sided score has one at α/2 on each side. */
    public static List<Threshold> of(Judge judge) {
        return of(judge, judge.decider().scores());
    }

    /** Of all scores; of one that does not decide, as if it decided alone. */
    public static List<Threshold> ofAll(Judge judge) {
        return of(judge, List.of(Score.values()));
    }

    /**
     * All thresholds that an image is beyond. An anomalous image has one: if two scores are joined, and an image is ahead
     * of all calibration images in both, without reaching the threshold of either alone, the largest calibration scores
     * are its thresholds.
     */
    public static List<Threshold> exceeded(Judge judge, Verdict verdict) {
        List<Threshold> exceeded = ofAll(judge).stream()
                .filter(threshold -> threshold.isBelow(verdict))
                .toList();
        Decider decider = judge.decider();
        if (!verdict.anomalous()
                || !decider.joins()
                || exceeded.stream().anyMatch(threshold -> decider.scores().contains(threshold.score()))) {
            return exceeded;
        }
        return Stream.concat(
                        exceeded.stream(),
                        decider.scores().stream()
                                .map(score -> new Threshold(
                                        score,
                                        Side.UPPER,
                                        judge.calibration().sample(score).largest()))
                                .filter(threshold -> threshold.isBelow(verdict)))
                .toList();
    }

    /** Of one score on its upper side, as above. */
    public static Threshold upper(Judge judge, Score score) {
        return of(judge, score, Side.UPPER);
    }

    private static List<Threshold> of(Judge judge, List<Score> scores) {
        return scores.stream()
                .flatMap(score -> score.sides().stream().map(side -> of(judge, score, side)))
                .toList();
    }

    private static Threshold of(Judge judge, Score score, Side side) {
        Calibration calibration = judge.calibration();
        boolean joined = judge.decider().joins() && judge.decider().scores().contains(score);
        if (judge.extrapolatesAlpha() && calibration.tails().containsKey(score)) {
            double share = joined ? judge.alpha() / judge.decider().scores().size() : judge.alpha();
            double tail = calibration.tailThreshold(score, share);
            double first = joined ? calibration.joinedThreshold(score, calibration.lowestAlpha(judge.decider())) : tail;
            return new Threshold(score, side, Math.max(tail, first));
        }
        if (joined) {
            return new Threshold(score, side, calibration.joinedThreshold(score, judge.alpha()));
        }
        double alpha = judge.alpha() / score.sides().size();
        return new Threshold(
                score,
                side,
                side == Side.UPPER
                        ? calibration.upperThreshold(score, alpha)
                        : calibration.lowerThreshold(score, alpha));
    }
}
