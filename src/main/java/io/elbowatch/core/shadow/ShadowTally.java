package io.elbowatch.core.shadow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The comparison of two bundles by one instance, or by several together. It counts work done: an image that Kafka
 * repeats after a crash is compared and counted again.
 *
 * @param since the record of the settings topic since which both are in force; empty for the settings of the start
 * @param fromMillis when counting began
 * @param counts of the compared images
 * @param shift of their p-values
 * @param leftOut images that were not compared because the shadow could not keep up
 * @param failed images that the shadow could not score
 * @param nanos time to decode and to score the compared and the failed images
 * @param sources with most flips first; no more than {@link TallyCounter#MAX_SOURCES}
 */
public record ShadowTally(
        ShadowPair pair,
        OptionalLong since,
        long fromMillis,
        ShadowCounts counts,
        PValueShift shift,
        long leftOut,
        long failed,
        long nanos,
        List<SourceCounts> sources) {

    public ShadowTally {
        Objects.requireNonNull(pair, "pair");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(shift, "shift");
        sources = List.copyOf(sources);
    }

    /** The share of images with the same verdict; empty before the first. */
    public OptionalDouble agreement() {
        return counts.images() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(counts.agreements() / (double) counts.images());
    }

    /** The mean decadic logarithm of the ratio of both p-values; empty before the first image. */
    public OptionalDouble meanShift() {
        return counts.images() == 0 ? OptionalDouble.empty() : OptionalDouble.of(shift.sum() / counts.images());
    }

    /** Milliseconds that the shadow took for an image; empty before the first. */
    public OptionalDouble millisPerImage() {
        long scored = counts.images() + failed;
        return scored == 0 ? OptionalDouble.empty() : OptionalDouble.of(nanos / 1e6 / scored);
    }

    /** One tally for each pair, in the order in which the pairs come first. @param tallies of several instances */
    public static List<ShadowTally> sum(List<ShadowTally> tallies) {
        Map<ShadowPair, ShadowTally> sums = new LinkedHashMap<>();
        tallies.forEach(tally -> sums.merge(tally.pair(), tally, ShadowTally::plus));
        return List.copyOf(sums.values());
    }

    private ShadowTally plus(ShadowTally other) {
        return new ShadowTally(
                pair,
                earliest(since, other.since),
                Math.min(fromMillis, other.fromMillis),
                counts.plus(other.counts),
                shift.plus(other.shift),
                leftOut + other.leftOut,
                failed + other.failed,
                nanos + other.nanos,
                plus(sources, other.sources));
    }

    private static OptionalLong earliest(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()))
                : OptionalLong.empty();
    }

    private static List<SourceCounts> plus(List<SourceCounts> some, List<SourceCounts> others) {
        Map<String, ShadowCounts> sums = new LinkedHashMap<>();
        List<SourceCounts> all = new ArrayList<>(some);
        all.addAll(others);
        all.forEach(one -> sums.merge(one.source(), one.counts(), ShadowCounts::plus));
        return worst(sums, TallyCounter.MAX_SOURCES);
    }

    /** Those with most flips, of these those with most images. */
    static List<SourceCounts> worst(Map<String, ShadowCounts> sources, int most) {
        return sources.entrySet().stream()
                .map(one -> new SourceCounts(one.getKey(), one.getValue()))
                .sorted(Comparator.comparingLong(
                                (SourceCounts one) -> -one.counts().flips())
                        .thenComparingLong(one -> -one.counts().images())
                        .thenComparing(SourceCounts::source))
                .limit(most)
                .toList();
    }
}
