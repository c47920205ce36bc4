package io.elbowatch.core.parity;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found when a graph was compared.
 *
 * @param comparisons of values that are computed in different ways; at least one image each
 * @param batches every image twice: as in a batch of 32, alone and among others
 * @param unequal how many of those were not bit-equal
 */
public record ParityReport(List<Comparison> comparisons, Comparison batches, int unequal) {

    public ParityReport {
        comparisons = List.copyOf(comparisons);
    }

    /** Whether a score is the same to the last bit, alone and in any batch. */
    public boolean bitEqual() {
        return unequal == 0;
    }

    /** The comparisons in which a term is off by more than is allowed. */
    public List<Comparison> beyond() {
        return Stream.concat(comparisons.stream(), Stream.of(batches))
                .filter(comparison -> !comparison.beyond().isEmpty())
                .toList();
    }
}
