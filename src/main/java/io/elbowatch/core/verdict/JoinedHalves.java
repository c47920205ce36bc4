package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.Sample;

/**
 * The rule of older calibrations, whose density has scores of half of the images. Images are ranked by the smaller of
 * two p-values. This minimum is no p-value, since it is at most α with a probability above α. Its rank among the minima
 * of calibration images is one (docs/decisions/0008).
 */
final class JoinedHalves implements Joined {
    /**
     * Makes "p ≤ joined threshold" of "p &lt; joined threshold". A p-value is a count over n + 1, so that this factor
     * skips no p-value; it is larger than the rounding of single precision.
     */
    private static final double BELOW = 1 - 2e-7;

    private final SortedScores locals; // [n]
    private final SortedScores densities; // [m]
    private final SortedScores minima; // [m]

    /** @param minima above 0 and at most 1, ascending // [m] */
    JoinedHalves(SortedScores locals, SortedScores densities, SortedScores minima) {
        this.locals = locals;
        this.densities = densities;
        this.minima = minima;
    }

    @Override
    public double pValue(double local, double density) {
        return minima.lower(Score.single(Math.min(locals.upper(local), densities.upper(density))));
    }

    @Override
    public double upperThreshold(Score score, double alpha) {
        double smaller = BELOW * minima.lowerThreshold(alpha);
        return (score == Score.LOCAL ? locals : densities).upperThreshold(smaller);
    }

    /** An image whose density is above all of m has up to 2/(m+1): the calibration image of the worst place ranks as high. */
    @Override
    public double lowestAlpha() {
        return 2 / (densities.size() + 1.0);
    }

    @Override
    public Sample sample() {
        return minima.sample();
    }
}
