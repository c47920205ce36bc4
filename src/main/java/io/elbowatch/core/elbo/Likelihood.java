package io.elbowatch.core.elbo;

import io.elbowatch.core.Labelled;
import java.util.Objects;

/**
 * p(x|z) of one pixel x, 0 to 1, in double precision, from the graph's output {@code logits} at that pixel. The
 * formulas are those of Kingma and Welling, "Auto-Encoding Variational Bayes" (2014), appendix C.
 */
public sealed interface Likelihood {

    /** −log p(x|z) in nats. */
    double nll(double logit, double x);

    /** The nll of a perfect reconstruction, in nats. */
    double floor(double x);

    /** The mean of the pixel under p(x|z): the reconstruction, where 0 is black and 1 white. */
    double mean(double logit);

    /** Cross-entropy. A grey pixel counts as a probability, so that a perfect reconstruction costs its entropy. */
    record Bernoulli() implements Likelihood {

        /**
         * −x·log p − (1−x)·log(1−p), p = 1/(1 + exp(−l)) (appendix C.1, equation 11). Computed by −log p = log(1 +
         * exp(−l)) and −log(1−p) = log(1 + exp(l)), which are exact up to the logit ±80 to which graphs are bounded.
         */
        @Override
        public double nll(double logit, double x) {
            return x * Math.log1p(Math.exp(-logit)) + (1 - x) * Math.log1p(Math.exp(logit));
        }

        /** H(x) = −x·log x − (1−x)·log(1−x). */
        @Override
        public double floor(double x) {
            return entropyPart(x) + entropyPart(1 - x);
        }

        @Override
        public double mean(double logit) {
            return sigmoid(logit);
        }

        /** −p·log p, 0 at p = 0. */
        private static double entropyPart(double p) {
            return p == 0 ? 0 : -p * Math.log(p);
        }
    }

    /**
     * Squared error, with one σ for all pixels.
     *
     * @param sigma the standard deviation of a pixel, positive
     * @param link how the mean follows from a logit
     */
    record Gaussian(double sigma, Link link) implements Likelihood {

        /** How the mean of a pixel follows from the graph's output {@code logits}. */
        public enum Link implements Labelled {
            SIGMOID,
            /** The output is the mean itself, which may lie outside 0 to 1. */
            IDENTITY
        }

        public Gaussian {
            if (!(sigma > 0 && Double.isFinite(sigma))) {
                throw new IllegalArgumentException("sigma must be positive, not " + sigma);
            }
            Objects.requireNonNull(link, "link");
        }

        /** ½·((x − m)/σ)² + log σ + ½·log 2π (appendix C.2, equation 12, with one σ). */
        @Override
        public double nll(double logit, double x) {
            double error = (x - mean(logit)) / sigma;
            return 0.5 * error * error + floor(x);
        }

        /** log σ + ½·log 2π for every pixel. */
        @Override
        public double floor(double x) {
            return Math.log(sigma) + 0.5 * Math.log(2 * Math.PI);
        }

        @Override
        public double mean(double logit) {
            return switch (link) {
                case SIGMOID -> sigmoid(logit);
                case IDENTITY -> logit;
            };
        }
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
