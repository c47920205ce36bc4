package io.elbowatch.core.source;

import java.util.List;

/**
 * A betting function against p-values that are too small: f(p) = 1 − s + s·ε·p^(ε−1), the power betting function of
 * Vovk and Nouretdinov (2003) with a share 1 − s kept back. It integrates to 1 over [0, 1] and decreases in p, so that
 * f(p) of a p-value is an e-value: its mean is at most 1. This holds also where p is a rank with ties counted against
 * the image, since such a rank is never below the exact p-value.
 *
 * @param share s, the share of the wealth that is at risk
 * @param epsilon ε; a smaller one bets more on the smallest p-values
 */
record BettingFunction(double share, double epsilon) {
    /**
     * One for a burst (every image is bad), one for single bad images among good ones, and one for a slow drift that no
     * single image shows. docs/incidents.md has the measured grid: with ε above 0.5 a source whose p-values are smaller
     * by a third opens an incident.
     */
    static final List<BettingFunction> ALL =
            List.of(new BettingFunction(1, 0.1), new BettingFunction(0.05, 0.1), new BettingFunction(1, 0.5));

    /** w: the weight of each in the statistic. */
    static final double WEIGHT = 1.0 / ALL.size();

    BettingFunction {
        if (!(share > 0 && share <= 1 && epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("no betting function: share " + share + ", epsilon " + epsilon);
        }
    }

    /** f(p). */
    double factor(double pValue) {
        return factorOf(power(pValue));
    }

    /**
     * p^(ε−1), the same for functions of one ε. Bit-equal on every machine, so that a replay gives the same incidents. A
     * square root is bit-equal too and takes a tenth of the time of a power.
     */
    double power(double pValue) {
        return epsilon == 0.5 ? 1 / Math.sqrt(pValue) : StrictMath.pow(pValue, epsilon - 1);
    }

    /** f(p) of its {@link #power}. */
    double factorOf(double power) {
        return 1 - share + share * epsilon * power;
    }
}
