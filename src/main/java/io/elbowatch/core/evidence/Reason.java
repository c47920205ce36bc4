package io.elbowatch.core.evidence;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.core.verdict.Thresholds.Side;
import io.elbowatch.core.verdict.Thresholds.Threshold;
import io.elbowatch.core.verdict.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * A score of an image that is out of range.
 *
 * @param side whether it is too high or too low
 * @param value the score, in nats
 * @param limit the last value in range, at the α of the verdict
 * @param pValue of this score alone
 */
public record Reason(Score score, Side side, double value, double limit, double pValue) {

    /**
     * All scores of an image that are out of range, the smallest p-value first, whether the decider uses them or not.
     * An anomalous image has at least one.
     */
    public static List<Reason> of(Judge judge, Verdict verdict) {
        return Thresholds.ofAll(judge).stream()
                .filter(threshold -> isBeyond(threshold, verdict))
                .map(threshold -> reason(threshold, verdict))
                .sorted(Comparator.comparingDouble(Reason::pValue))
                .toList();
    }

    private static boolean isBeyond(Threshold threshold, Verdict verdict) {
        double score = verdict.score(threshold.score());
        return threshold.side() == Side.UPPER ? score > threshold.value() : score < threshold.value();
    }

    private static Reason reason(Threshold threshold, Verdict verdict) {
        Score score = threshold.score();
        return new Reason(score, threshold.side(), verdict.score(score), threshold.value(), verdict.pValue(score));
    }
}
