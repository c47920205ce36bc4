package io.elbowatch.core.verdict;

import java.util.Arrays;

/**
 * {@link Decider#DEFAULT} ranks images by the smaller of the p-values of {@code local} and {@code density}. This
 * minimum is no p-value, since it is at most α with a probability above α. Its rank among the minima of calibration
 * images is one (docs/decisions/0008).
 */
public final class JoinedRanks {
    private JoinedRanks() {}

    /**
     * The minima of calibration images. The p-value of an image's score is its rank among N: #{at least as high, itself
     * counted}/N.
     *
     * @param allLocals of all calibration images, in any order // [n]
     * @param locals of those that calibrate densities // [m]
     * @param densities of the same images as {@code locals}, in the same order // [m]
     * @return ascending // [m]
     */
    public static double[] of(double[] allLocals, double[] locals, double[] densities) {
        SortedScores sortedLocals = sorted(allLocals);
        SortedScores sortedDensities = sorted(densities);
        double[] joined = new double[densities.length];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = of(sortedLocals.share(locals[i]), sortedDensities.share(densities[i]));
        }
        Arrays.sort(joined);
        return joined;
    }

    static double of(double local, double density) {
        return Score.single(Math.min(local, density));
    }

    private static SortedScores sorted(double[] scores) {
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        return new SortedScores(ascending);
    }
}
