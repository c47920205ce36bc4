package io.elbowatch.core.quality;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.statistics.Interval;
import io.elbowatch.core.statistics.Proportion;
import io.elbowatch.core.statistics.WeightedCount;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What an α would have given on the images with sure labels. What the labels say nothing about is empty, and a doubt says
 * why.
 *
 * <p>Each image counts with its weight. The intervals cover the true share in at least 95 % of cases: Wilson's where all
 * weights are equal, else of two sums of weights, each at 97.5 % by Fay and Feuer, as {@link QualityTally} does.
 *
 * @param alpha 0 &lt; α &lt; 1
 * @param reported labelled images with p ≤ α
 * @param defects those of them that are defects
 * @param precision defects among the images with p ≤ α
 * @param falseAlarmRate images with p ≤ α among the normal ones
 * @param recall images with p ≤ α among the defects
 * @param doubts why something is empty, or wide
 */
public record SuggestedAlpha(
        double alpha,
        int reported,
        int defects,
        Optional<Estimate> precision,
        Optional<Estimate> falseAlarmRate,
        Optional<Estimate> recall,
        Set<Doubt> doubts) {
    /** Below this number of labels an interval is wider than half of all that is possible. */
    public static final int FEW = 10;

    private static final double ERROR = 0.05;
    private static final double[] FACTORS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20};

    /** Why the labels say less than one wants to know. */
    public enum Doubt implements Labelled {
        /** No labelled image has a p-value of at most α. */
        NONE_REPORTED("no labelled image has a p-value that low"),
        /** Fewer than {@link #FEW} labelled images have one. */
        FEW_LABELS("fewer than " + FEW + " labels: hardly more than a guess"),
        /** α is above that in force, and no image that was not reported is labelled. */
        BEYOND_REPORTED("above the alpha in force nothing is known: label images of the review queue (topics.review)"),
        /** α is above the range of which images near the threshold are offered, and no other image is labelled. */
        BEYOND_REVIEW("so far above the alpha in force no image is labelled: label random images of the review queue"),
        /** Nothing is known of images far from the threshold, among which missed defects may be. */
        NO_RANDOM("no random image of the review queue is labelled: recall and false-alarm rate are not known");

        private final String sentence;

        Doubt(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    public SuggestedAlpha {
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(falseAlarmRate, "falseAlarmRate");
        Objects.requireNonNull(recall, "recall");
        doubts = doubts.isEmpty() ? Set.of() : EnumSet.copyOf(doubts);
    }

    /**
     * The α around that in force which are worth a look, ascending: with two digits.
     *
     * @param inForce 0 &lt; α &lt; 1
     */
    public static List<Double> around(double inForce) {
        TreeSet<Double> alphas = new TreeSet<>();
        for (double factor : FACTORS) {
            double alpha =
                    factor == 1 ? inForce : Double.parseDouble(String.format(Locale.ROOT, "%.1e", inForce * factor));
            if (alpha < 1) {
                alphas.add(alpha);
            }
        }
        return List.copyOf(alphas);
    }

    /**
     * What each α would have given.
     *
     * @param images with their labels and weights; those of unsure labels and of weight 0 do not count
     * @param inForce the α by which they were judged
     */
    public static List<SuggestedAlpha> table(List<LabelledImage> images, double inForce, List<Double> alphas) {
        List<LabelledImage> counted = images.stream()
                .filter(image -> image.truth().sure() && image.weight() > 0 && image.why() != Choice.OTHER)
                .toList();
        return alphas.stream().map(alpha -> of(counted, inForce, alpha)).toList();
    }

    private static SuggestedAlpha of(List<LabelledImage> images, double inForce, double alpha) {
        List<LabelledImage> inside = select(images, image -> image.pValue() <= alpha);
        List<LabelledImage> beyond = select(images, image -> image.pValue() > alpha);
        boolean review = images.stream().anyMatch(image -> !image.reported());
        boolean random = images.stream()
                .anyMatch(image ->
                        !image.reported() && ReviewDraw.zone(image.pValue(), inForce) == QualityTally.Zone.REST);
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        boolean known = true;
        if (alpha > inForce && !review) {
            doubts.add(Doubt.BEYOND_REPORTED);
            known = false;
        } else if (ReviewDraw.zone(alpha, inForce) == QualityTally.Zone.REST && alpha > inForce && !random) {
            doubts.add(Doubt.BEYOND_REVIEW);
            known = false;
        }
        if (known && inside.isEmpty()) {
            doubts.add(Doubt.NONE_REPORTED);
        } else if (known && inside.size() < FEW) {
            doubts.add(Doubt.FEW_LABELS);
        }
        if (!random) {
            doubts.add(Doubt.NO_RANDOM);
        }
        List<LabelledImage> hits = of(inside, Truth.DEFECT);
        List<LabelledImage> falseAlarms = of(inside, Truth.NORMAL);
        boolean all = known && random;
        return new SuggestedAlpha(
                alpha,
                inside.size(),
                hits.size(),
                known ? share(hits, falseAlarms, inside, inside) : Optional.empty(),
                all ? share(falseAlarms, of(beyond, Truth.NORMAL), inside, beyond) : Optional.empty(),
                all ? share(hits, of(beyond, Truth.DEFECT), inside, beyond) : Optional.empty(),
                doubts);
    }

    private static List<LabelledImage> of(List<LabelledImage> images, Truth truth) {
        return select(images, image -> image.truth() == truth);
    }

    private static List<LabelledImage> select(List<LabelledImage> images, Predicate<LabelledImage> which) {
        return images.stream().filter(which).toList();
    }

    /** part / (part + other), where images of each could have been found among those of which they are a part. */
    private static Optional<Estimate> share(
            List<LabelledImage> part,
            List<LabelledImage> other,
            List<LabelledImage> ofPart,
            List<LabelledImage> ofOther) {
        int labels = part.size() + other.size();
        if (labels == 0) {
            return Optional.empty();
        }
        WeightedCount hits = sum(part).orHeaviest(sum(ofPart));
        WeightedCount misses = sum(other).orHeaviest(sum(ofOther));
        double value = hits.sum() / (hits.sum() + misses.sum());
        if (ofPart == ofOther && equal(ofPart)) {
            Interval interval = new Proportion(part.size(), labels).interval(ERROR);
            return Optional.of(estimate(value, interval.low(), interval.high(), labels));
        }
        Interval of = hits.interval(ERROR / 2);
        Interval from = misses.interval(ERROR / 2);
        return Optional.of(estimate(
                value,
                of.low() == 0 ? 0 : of.low() / (of.low() + from.high()),
                of.high() / (of.high() + from.low()),
                labels));
    }

    /** Rounding must not put the value outside of its interval. */
    private static Estimate estimate(double value, double low, double high, int labels) {
        return new Estimate(value, Math.max(0, Math.min(low, value)), Math.min(1, Math.max(high, value)), labels);
    }

    private static boolean equal(List<LabelledImage> images) {
        return images.stream().mapToDouble(LabelledImage::weight).distinct().count() == 1;
    }

    private static WeightedCount sum(List<LabelledImage> images) {
        WeightedCount sum = WeightedCount.NONE;
        for (LabelledImage image : images) {
            sum = sum.plus(image.weight());
        }
        return sum;
    }
}
