package io.elbowatch.core.statistics;

/**
 * Items that were drawn with known, different probabilities; the weight of one is 1 / probability. The sum of the
 * weights is then an unbiased estimate of how many items there are (Horvitz and Thompson, "A Generalization of Sampling
 * Without Replacement From a Finite Universe", 1952).
 *
 * @param count items that were drawn
 * @param sum of their weights
 * @param squares sum of the squares of their weights
 * @param heaviest the largest weight that an item may have had, whether it was drawn or not
 */
public record WeightedCount(int count, double sum, double squares, double heaviest) {
    /** No item. */
    public static final WeightedCount NONE = new WeightedCount(0, 0, 0, 0);

    public WeightedCount {
        if (count < 0 || !(sum >= 0) || !(squares >= 0) || !(heaviest >= 0)) {
            throw new IllegalArgumentException(count + " items of weight " + sum + ", at most " + heaviest);
        }
    }

    /** With one more item. */
    public WeightedCount plus(double weight) {
        return new WeightedCount(count + 1, sum + weight, squares + weight * weight, Math.max(heaviest, weight));
    }

    /** With the items of another count. */
    public WeightedCount plus(WeightedCount other) {
        return new WeightedCount(
                count + other.count, sum + other.sum, squares + other.squares, Math.max(heaviest, other.heaviest));
    }

    /** With all weights multiplied. */
    public WeightedCount times(double factor) {
        return new WeightedCount(count, sum * factor, squares * factor * factor, heaviest * factor);
    }

    /** The same items; one that was not drawn may have been as heavy as the heaviest of others. */
    public WeightedCount orHeaviest(WeightedCount others) {
        return new WeightedCount(count, sum, squares, Math.max(heaviest, others.heaviest));
    }

    /**
     * An interval of how many items there are: Fay and Feuer, "Confidence intervals for directly standardized rates: a
     * method based on the gamma distribution" (1997). It is exact for equal weights, valid without any item that was
     * drawn, and covers rather too often than too rarely.
     *
     * @param error the share of cases in which it may not cover
     */
    public Interval interval(double error) {
        double low = count == 0 ? 0 : gamma(sum, squares, error / 2);
        return new Interval(
                low, heaviest == 0 ? 0 : gamma(sum + heaviest, squares + heaviest * heaviest, 1 - error / 2));
    }

    /** A quantile of the gamma distribution with this mean and this variance. */
    private static double gamma(double mean, double variance, double probability) {
        return variance / mean * Gamma.quantile(mean * mean / variance, probability);
    }
}
