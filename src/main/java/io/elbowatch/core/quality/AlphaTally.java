package io.elbowatch.core.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The p-values of images by their source, from which follows what another α would have reported. Only p-values that an α
 * of use can reach are kept singly; the memory is bounded by the number of images. Used by one thread at a time.
 */
public final class AlphaTally {
    /** Above it more than a tenth of all normal images would be reported. */
    public static final double MAX_ALPHA = 0.1;

    private static final int BINS_PER_DECADE = 5;
    private static final int DECADES = 5;

    private final Map<String, Images> sources = new HashMap<>();
    private final long[] counts = new long[BINS_PER_DECADE * DECADES];
    private long images;
    private long reported;

    private static final class Images {
        private long images;
        private long reported;
        private final List<Float> small = new ArrayList<>();
    }

    /**
     * A source at another α.
     *
     * @param images that were looked at
     * @param reported images at the α that decided
     * @param would be reported at the other one
     */
    public record Source(String source, long images, long reported, long would) {}

    /**
     * What another α would have reported.
     *
     * @param images that were looked at
     * @param reported at the α that decided
     * @param would be reported at the other one
     * @param changed number of sources with another number of reported images
     * @param sources those with most images that would be reported, as many as were asked for
     */
    public record Outcome(long images, long reported, long would, int changed, List<Source> sources) {
        public Outcome {
            sources = List.copyOf(sources);
        }
    }

    /** @param pValue that decided @param anomalous whether the image was reported */
    public void add(String source, double pValue, boolean anomalous) {
        Images of = sources.computeIfAbsent(source, any -> new Images());
        of.images++;
        images++;
        if (anomalous) {
            of.reported++;
            reported++;
        }
        if (pValue <= MAX_ALPHA) {
            of.small.add((float) pValue);
        }
        int bin = (int) Math.ceil((DECADES + Math.log10(Math.max(pValue, Double.MIN_NORMAL))) * BINS_PER_DECADE) - 1;
        counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
    }

    /** The upper edges of the bins; the first holds all that is smaller, too. */
    public double[] edges() {
        double[] edges = new double[counts.length];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Math.pow(10, (i + 1) / (double) BINS_PER_DECADE - DECADES);
        }
        return edges;
    }

    /** The number of images in each bin. */
    public long[] counts() {
        return counts.clone();
    }

    /** @param alpha at most {@value #MAX_ALPHA} @param listed number of sources to list */
    public Outcome at(double alpha, int listed) {
        if (!(alpha > 0 && alpha <= MAX_ALPHA)) {
            throw new IllegalArgumentException("alpha must lie above 0 and be at most " + MAX_ALPHA);
        }
        float limit = (float) alpha; // compared in the precision in which the p-values are kept
        List<Source> all = new ArrayList<>();
        long would = 0;
        int changed = 0;
        for (Map.Entry<String, Images> entry : sources.entrySet()) {
            Images of = entry.getValue();
            long number = of.small.stream().filter(p -> p <= limit).count();
            would += number;
            changed += number == of.reported ? 0 : 1;
            if (number > 0 || of.reported > 0) {
                all.add(new Source(entry.getKey(), of.images, of.reported, number));
            }
        }
        all.sort(Comparator.comparingLong(Source::would)
                .thenComparingLong(Source::reported)
                .reversed()
                .thenComparing(Source::source));
        return new Outcome(images, reported, would, changed, all.subList(0, Math.min(listed, all.size())));
    }
}
