package io.elbowatch.core.elbo;

import io.elbowatch.core.Labelled;

/**
 * The numbers that a graph computes of an image, in the order of its outputs: the terms, one number each, and the
 * features.
 */
public enum Term implements Labelled {
    RECONSTRUCTION_NLL(1) {
        @Override
        public double[] of(ElboTerms terms) {
            return new double[] {terms.reconstructionNll()};
        }
    },
    FLOOR(1) {
        @Override
        public double[] of(ElboTerms terms) {
            return new double[] {terms.floor()};
        }
    },
    KL(1) {
        @Override
        public double[] of(ElboTerms terms) {
            return new double[] {terms.kl()};
        }
    },
    LOCAL(0.01) {
        @Override
        public double[] of(ElboTerms terms) {
            return new double[] {terms.local()};
        }
    },
    /** Several numbers without a unit in one output: logarithms, shares and means of latents. */
    FEATURES(1) {
        @Override
        public double[] of(ElboTerms terms) {
            return terms.features().toDoubles();
        }
    };

    private final String label = Labelled.super.label();
    private final double unit;

    Term(double unit) {
        this.unit = unit;
    }

    /** This term of an image: one number, in nats, or its features // [1] or [F] */
    public abstract double[] of(ElboTerms terms);

    @Override
    public String label() {
        return label;
    }

    /** The name of one of its numbers. */
    public String name(int i) {
        return this == FEATURES ? label + "[" + i + "]" : label;
    }

    /**
     * The difference of a value, relative to the expected value or to the term's unit, whichever is larger. The unit is
     * one nat for a sum over the image, 0.01 for a mean over pixels, 1 for a feature. Infinite where either value is
     * not finite.
     */
    public double relativeDifference(double found, double expected) {
        double difference = Math.abs(found - expected) / Math.max(unit, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }
}
