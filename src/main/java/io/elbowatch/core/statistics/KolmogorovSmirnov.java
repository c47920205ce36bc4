package io.elbowatch.core.statistics;

/** The tests of Kolmogorov and Smirnov: do two samples, or a sample and a formula, have one distribution? */
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
     * P(a distance at least as large) between n numbers and their distribution: the asymptotic series, in the form of
     * Stephens (1970) for few numbers.
     */
    public static double pValue(double distance, int n) {
        double x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
        if (x < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int j = 1; j <= 100; j++) {
            sum += (j % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * j * j * x * x);
        }
        return Math.max(0, Math.min(1, sum));
    }

    /**
     * The critical value: the statistic exceeds it with probability at most p when both samples, of n and m numbers,
     * come from one distribution. √(−ln(p/2)/2 · (n+m)/(nm)), the asymptotic bound; with ties it is conservative.
     */
    public static double critical(int n, int m, double p) {
        return Math.sqrt(-Math.log(p / 2) / 2 * ((double) n + m) / ((double) n * m));
    }
}
