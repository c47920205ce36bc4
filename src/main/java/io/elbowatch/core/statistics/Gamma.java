package io.elbowatch.core.statistics;

/** The gamma distribution with scale 1. */
final class Gamma {
    /** From here on the cube root is normal within 1e-5 of the quantile. */
    private static final double LARGE_SHAPE = 400;

    private static final double PRECISION = 1e-12;
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private Gamma() {}

    /** The number that a variable of this shape does not exceed with this probability. */
    static double quantile(double shape, double probability) {
        if (!(shape > 0) || !(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("no quantile " + probability + " of shape " + shape);
        }
        if (shape > LARGE_SHAPE) { // Wilson and Hilferty, "The Distribution of Chi-Square" (1931)
            double c = 1 / (9 * shape);
            return shape * Math.pow(1 - c + Normal.quantile(probability) * Math.sqrt(c), 3);
        }
        double low = 0;
        double high = shape + 1;
        while (cumulative(shape, high) < probability) {
            high *= 2;
        }
        while (high - low > PRECISION * high) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (cumulative(shape, middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The regularised incomplete gamma function by its series: P(a, x) = x^a e^−x Σ xⁿ / Γ(a + n + 1). */
    static double cumulative(double shape, double x) {
        if (x <= 0) {
            return 0;
        }
        double term = 1 / shape;
        double sum = term;
        for (double n = shape + 1; term > sum * 1e-16; n++) {
            term *= x / n;
            sum += term;
        }
        return Math.min(1, sum * Math.exp(shape * Math.log(x) - x - logGamma(shape)));
    }

    /** ln Γ: Lanczos, "A Precision Approximation of the Gamma Function" (1964), with g = 7. */
    private static double logGamma(double x) {
        if (x < 0.5) {
            return logGamma(x + 1) - Math.log(x);
        }
        double series = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            series += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
    }
}
