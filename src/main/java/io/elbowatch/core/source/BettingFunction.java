package io.elbowatch.core.source;

import java.util.List;

/**
 * A bet that the p-values of a source are smaller than they should be: f(p) = 1 − s + s·ε·p^(ε−1), the power betting function of Vovk and
 * Nouretdinov (2003) with a share 1 − s kept back. It integrates to 1 over [0, 1] and falls in p, so its mean under a p-value is at most 1,
 * also where p is a rank with ties counted against it: a rank is never less than what it rounds up.
 *
 * @param share s, of the wealth that is put at risk
 * @param epsilon ε, the smaller the more is expected of the smallest p-values
 */
record BettingFunction(double share, double epsilon) {
    /**
     * For a burst (every image bad), for single bad images among good ones, and for a slow drift, which no image shows by itself. Their
     * grid is measured in docs/incidents.md: with ε above 0.5 a source whose p-values are smaller by a third opens an incident.
     */
    static final List<BettingFunction> ALL =
            List.of(new BettingFunction(1, 0.1), new BettingFunction(0.05, 0.1), new BettingFunction(1, 0.5));

    /** The share of each in the statistic. */
    static final double WEIGHT = 1.0 / ALL.size();

    BettingFunction {
        if (!(share > 0 && share <= 1 && epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("no bet: share " + share + ", epsilon " + epsilon);
        }
    }

    /** f(p). Bit-equal on every machine, so that a replay gives the same incidents there; a root is, and costs a tenth of a power. */
    double factor(double pValue) {
        double power = epsilon == 0.5 ? 1 / Math.sqrt(pValue) : StrictMath.pow(pValue, epsilon - 1);
        return 1 - share + share * epsilon * power;
    }
}
