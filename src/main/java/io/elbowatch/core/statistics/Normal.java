package io.elbowatch.core.statistics;

/** The standard normal distribution. */
final class Normal {
    private static final double[] NUMERATOR = {2.515517, 0.802853, 0.010328};
    private static final double[] DENOMINATOR = {1.432788, 0.189269, 0.001308};

    private Normal() {}

    /**
     * The number that a variable does not exceed with this probability: Abramowitz and Stegun, 26.2.23, with two steps
     * of Newton's method on the distribution, whose tail is that of the gamma distribution of shape 1/2.
     */
    static double quantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("no quantile " + probability);
        }
        if (probability == 0.5) {
            return 0;
        }
        double tail = Math.min(probability, 1 - probability);
        double t = Math.sqrt(-2 * Math.log(tail));
        double z = t
                - (NUMERATOR[0] + t * (NUMERATOR[1] + t * NUMERATOR[2]))
                        / (1 + t * (DENOMINATOR[0] + t * (DENOMINATOR[1] + t * DENOMINATOR[2])));
        for (int i = 0; i < 2; i++) {
            double beyond = (1 - Gamma.cumulative(0.5, z * z / 2)) / 2;
            z += (beyond - tail) * Math.sqrt(2 * Math.PI) * Math.exp(z * z / 2);
        }
        return probability < 0.5 ? -z : z;
    }
}
