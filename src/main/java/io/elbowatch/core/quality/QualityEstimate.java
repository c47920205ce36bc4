package io.elbowatch.core.quality;

import java.util.Objects;
import java.util.Optional;

/**
 * The quality of the verdicts in a span of time, as {@link QualityTally} estimates it. What labels say nothing about is
 * empty.
 *
 * @param precision defects among the reported images
 * @param falseAlarmRate reported images among the normal ones, to be compared with α
 * @param recall reported images among the defects
 * @param reported images that were reported
 * @param unsure labels that say neither defect nor normal
 */
public record QualityEstimate(
        Optional<Estimate> precision,
        Optional<Estimate> falseAlarmRate,
        Optional<Estimate> recall,
        long reported,
        int unsure) {

    public QualityEstimate {
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(falseAlarmRate, "falseAlarmRate");
        Objects.requireNonNull(recall, "recall");
    }
}
