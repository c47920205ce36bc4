package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.Features;
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
 * @param features of a score of features: those that are furthest out, the furthest first; else none
 */
public record Reason(Score score, Side side, double value, double limit, double pValue, List<Deviation> features) {

    public Reason {
        features = List.copyOf(features);
    }

    /**
     * All scores of an image that are out of range, the smallest p-value first, whether the decider uses them or not.
     * An anomalous image has at least one.
     *
     * @param features of the image
     * @param names of the features, in their order
     */
    public static List<Reason> of(Judge judge, Verdict verdict, Features features, List<String> names) {
        return Thresholds.exceeded(judge, verdict).stream()
                .map(threshold -> reason(threshold, verdict, judge, features, names))
                .sorted(Comparator.comparingDouble(Reason::pValue))
                .toList();
    }

    private static Reason reason(
            Threshold threshold, Verdict verdict, Judge judge, Features features, List<String> names) {
        Score score = threshold.score();
        return new Reason(
                score,
                threshold.side(),
                verdict.score(score),
                threshold.value(),
                verdict.pValue(score),
                score.needsMixture() ? Deviation.furthest(judge, features, names) : List.of());
    }
}
