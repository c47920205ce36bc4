package io.elbowatch.core.parity;

import java.util.List;
import java.util.stream.Stream;

/**
 * The results of the comparisons of a graph.
 *
 * @param comparisons of values that are computed in different ways; each has one image or more
 * @param batches every image twice: in a batch against alone, and against another batch
 * @param batchSize the number of images of that batch
 * @param unequal the number of those that were not bit-equal
 */
public record ParityReport(List<Comparison> comparisons, Comparison batches, int batchSize, int unequal) {

    public ParityReport {
        comparisons = List.copyOf(comparisons);
    }

    /** Whether a score is the same to the last bit, alone and in any batch. */
    public boolean bitEqual() {
        return unequal == 0;
    }

    /** The comparisons in which a difference exceeds the allowed one. */
    public List<Comparison> beyond() {
        return Stream.concat(comparisons.stream(), Stream.of(batches))
                .filter(comparison -> !comparison.beyond().isEmpty())
                .toList();
    }
}
