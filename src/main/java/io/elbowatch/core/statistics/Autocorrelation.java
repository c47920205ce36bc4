package io.elbowatch.core.statistics;

/** The autocorrelation of a series. */
public final class Autocorrelation {
    private Autocorrelation() {}

    /**
     * The autocorrelation at lag one: Σ(xᵢ − x̄)(xᵢ₊₁ − x̄) / Σ(xᵢ − x̄)², −1 to 1; 0 for a constant series. For
     * independent numbers its standard deviation is about 1/√n.
     */
    public static double lagOne(double[] series) {
        double mean = 0;
        for (double value : series) {
            mean += value / series.length;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < series.length; i++) {
            double deviation = series[i] - mean;
            squares += deviation * deviation;
            if (i > 0) {
                products += (series[i - 1] - mean) * deviation;
            }
        }
        // The mean is rounded: a constant series leaves a trace of squares.
        return squares <= 1e-24 * mean * mean * series.length ? 0 : products / squares;
    }
}
