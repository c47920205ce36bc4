package io.elbowatch.core.statistics;

/** The two-sample test of Kolmogorov and Smirnov: do two samples come from one distribution? */
public final class KolmogorovSmirnov {
    private KolmogorovSmirnov() {}

    /** The largest distance between the empirical distribution functions of two samples, 0 to 1. Ties are one step. */
    public static double statistic(Sample a, Sample b) {
        int i = 0;
        int j = 0;
        double largest = 0;
        while (i < a.size() && j < b.size()) {
            double value = Math.min(a.get(i), b.get(j));
            while (i < a.size() && a.get(i) == value) {
                i++;
            }
            while (j < b.size() && b.get(j) == value) {
                j++;
            }
            largest = Math.max(largest, Math.abs(i / (double) a.size() - j / (double) b.size()));
        }
        return largest;
    }

    /**
     * The critical value: the statistic exceeds it with probability at most p when both samples, of n and m numbers,
     * come from one distribution. √(−ln(p/2)/2 · (n+m)/(nm)), the asymptotic bound; with ties it is conservative.
     */
    public static double critical(int n, int m, double p) {
        return Math.sqrt(-Math.log(p / 2) / 2 * ((double) n + m) / ((double) n * m));
    }
}
