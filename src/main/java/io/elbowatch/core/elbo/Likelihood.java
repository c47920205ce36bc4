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
     * The Bernoulli with its normaliser: a density of grey levels, C(λ)·λ^x·(1−λ)^(1−x) with λ = 1/(1 + exp(−l)).
     * Loaiza-Ganem and Cunningham, "The continuous Bernoulli: fixing a pervasive error in variational autoencoders"
     * (2019). A density may exceed 1, so that the nll may be negative.
     */
    record ContinuousBernoulli() implements Likelihood {
        private static final double MAX_LOGIT = 80; // of every graph
        private static final double[] FLOORS = floors(); // [256], of the levels of a byte

        @Override
        public double nll(double logit, double x) {
            return new Bernoulli().nll(logit, x) - logNormaliser(logit);
        }

        /** log C(λ), where C = 2·atanh(1−2λ)/(1−2λ) = l/tanh(l/2), 2 at l = 0. */
        static double logNormaliser(double logit) {
            return Math.log(logit == 0 ? 2 : logit / Math.tanh(logit / 2));
        }

        /** The lowest nll that a logit within ±80 has for the nearest of 256 levels. */
        @Override
        public double floor(double x) {
            return FLOORS[(int) Math.round(255 * x)];
        }

        /** λ/(2λ−1) + 1/(2·atanh(1−2λ)) = ½ + ½·coth(l/2) − 1/l; a series where the two nearly cancel. */
        @Override
        public double mean(double logit) {
            if (Math.abs(logit) < 1e-2) {
                double squared = logit * logit;
                return 0.5 + logit * (1 / 12.0 - squared * (1 / 720.0 - squared / 30240));
            }
            return 0.5 + 0.5 / Math.tanh(logit / 2) - 1 / logit;
        }

        private static double[] floors() {
            ContinuousBernoulli likelihood = new ContinuousBernoulli();
            double[] floors = new double[256];
            for (int level = 0; level < floors.length; level++) {
                floors[level] = likelihood.nll(likelihood.logitOf(level / 255.0), level / 255.0);
            }
            return floors;
        }

        /** The logit with this mean, by bisection; ±80 for levels that are darker or brighter than its mean. */
        private double logitOf(double mean) {
            double low = -MAX_LOGIT;
            double high = MAX_LOGIT;
            for (int step = 0; step < 100; step++) {
                double middle = (low + high) / 2;
                if (mean(middle) < mean) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return (low + high) / 2;
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
