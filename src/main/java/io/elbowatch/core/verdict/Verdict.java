package io.elbowatch.core.verdict;

import java.util.Objects;

/**
 * What was decided of one image, by what, at which false-alarm rate.
 *
 * @param scores all scores of the image
 * @param pValues all p-values of the image
 * @param decider which of them decided
 * @param alpha the false-alarm rate, 0 &lt; α &lt; 1
 */
public record Verdict(Scores scores, PValues pValues, Decider decider, double alpha) {

    public Verdict {
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(pValues, "pValues");
        Objects.requireNonNull(decider, "decider");
    }

    /** The p-value that decided. */
    public double pValue() {
        return pValues.of(decider);
    }

    /** p ≤ α. */
    public boolean anomalous() {
        return pValue() <= alpha;
    }
}
