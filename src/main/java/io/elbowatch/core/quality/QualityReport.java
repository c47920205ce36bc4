package io.elbowatch.core.quality;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The quality of the verdicts at one moment.
 *
 * @param all over all sources
 * @param sources by source, those with labels
 * @param alpha the false-alarm rate of the latest decision that is known; empty before the first
 * @param unresolved labels of images of which no verdict is known; they count nowhere
 * @param waiting images that were drawn for review and have no label
 */
public record QualityReport(
        QualityEstimate all, Map<String, QualityEstimate> sources, OptionalDouble alpha, int unresolved, int waiting) {

    public QualityReport {
        Objects.requireNonNull(all, "all");
        Objects.requireNonNull(alpha, "alpha");
        sources = Map.copyOf(sources);
    }
}
