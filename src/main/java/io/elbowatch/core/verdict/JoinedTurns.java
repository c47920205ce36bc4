package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.Sample;
import java.util.Arrays;

/**
 * Ranks images by the better of their places in two scores, counted from the most anomalous of n + 1 images. The places
 * take turns: those of {@code local} are numbered 1, 3, 5 …, those of {@code density} 2, 4, 6 …. The number treats the n
 * calibration images and a further one alike. Its rank is therefore an exact p-value, however the scores depend on each
 * other (full conformal prediction, Vovk et al. 2005). Who is first in one score alone is compared with the first image
 * of the other score by the {@link Lead}; without it only {@code local} would reach 1/(n+1).
 * {@code model/elbowatch_model/joined.py} computes the same; docs/decisions/0033 derives it.
 */
public final class JoinedTurns implements Joined {
    private final SortedScores locals; // [n]
    private final SortedScores densities; // [n]
    private final int[] numbers; // of the calibration images, ascending, 1 to 2n // [n]
    private final Lead localLead;
    private final Lead densityLead;

    /** @param shares {@link #shares} of the same images */
    JoinedTurns(SortedScores locals, SortedScores densities, double[] shares) {
        this.locals = locals;
        this.densities = densities;
        this.numbers = Arrays.stream(shares)
                .mapToInt(share -> (int) Math.max(1, Math.rint(share * 2 * shares.length)))
                .toArray();
        this.localLead = new Lead(locals);
        this.densityLead = new Lead(densities);
    }

    /**
     * The numbers of calibration images, over 2n.
     *
     * @param locals of all images // [n]
     * @param densities of the same images, in the same order // [n]
     * @return ascending, above 0 and at most 1 // [n]
     */
    public static double[] shares(double[] locals, double[] densities) {
        SortedScores sortedLocals = new SortedScores(Sample.of(locals).ascending());
        SortedScores sortedDensities = new SortedScores(Sample.of(densities).ascending());
        double[] shares = new double[locals.length];
        for (int i = 0; i < shares.length; i++) {
            // A calibration image counts itself.
            int local = sortedLocals.place(Score.single(locals[i])) - 1;
            int number = number(local, sortedDensities.place(Score.single(densities[i])) - 1);
            shares[i] = number / (2.0 * shares.length);
        }
        Arrays.sort(shares);
        return shares;
    }

    private static int number(int local, int density) {
        return Math.min(2 * local - 1, 2 * density);
    }

    @Override
    public double pValue(double local, double density) {
        int localPlace = locals.place(local);
        int densityPlace = densities.place(density);
        int before;
        if (localPlace == 1 && densityPlace > 1) {
            before = localLead.of(local) > densityLead.ofFirst() ? 0 : 1;
        } else if (densityPlace == 1 && localPlace > 1) {
            before = densityLead.of(density) > localLead.ofFirst() ? 0 : 1;
        } else {
            before = before(number(localPlace, densityPlace));
        }
        return (1.0 + before) / (numbers.length + 1.0);
    }

    /** How many calibration images have a smaller number. */
    private int before(int number) {
        int from = 0;
        int to = numbers.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (numbers[middle] < number) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public double upperThreshold(Score score, double alpha) {
        boolean local = score == Score.LOCAL;
        int allowed = (int) Math.floor(alpha * (numbers.length + 1.0) - 1 + 1e-9);
        if (allowed < 0) {
            return Double.POSITIVE_INFINITY;
        }
        int last = numbers[Math.min(allowed, numbers.length - 1)];
        if (allowed == 0 && last <= 2) {
            return local ? localLead.beyond(densityLead.ofFirst()) : densityLead.beyond(localLead.ofFirst());
        }
        return local ? locals.highest((last + 1) / 2) : densities.highest(last / 2);
    }

    @Override
    public double lowestAlpha() {
        return 1 / (numbers.length + 1.0);
    }

    @Override
    public Sample sample() {
        return Sample.of(Arrays.stream(numbers)
                .mapToDouble(number -> number / (2.0 * numbers.length))
                .toArray());
    }
}
