package io.elbowatch.core.statistics;

/**
 * A share: hits among trials.
 *
 * @param hits 0 to trials
 * @param trials at least 1
 */
public record Proportion(int hits, int trials) {
    public Proportion {
        if (trials < 1 || hits < 0 || hits > trials) {
            throw new IllegalArgumentException(hits + " of " + trials + " is no share");
        }
    }

    public double share() {
        return hits / (double) trials;
    }

    /**
     * The 95 % confidence interval of the underlying share: Wilson, "Probable Inference" (1927); valid near 0 and for
     * few trials.
     */
    public Interval interval95() {
        return interval(0.05);
    }

    /** The same at another level. @param error the share of cases in which it may not cover, 0.05 for 95 % */
    public Interval interval(double error) {
        double z = Normal.quantile(1 - error / 2);
        double z2 = z * z;
        double p = share();
        double centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
        double half = z / (1 + z2 / trials) * Math.sqrt(p * (1 - p) / trials + z2 / (4.0 * trials * trials));
        return new Interval(hits == 0 ? 0 : centre - half, hits == trials ? 1 : centre + half);
    }
}
