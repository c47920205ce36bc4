package io.elbowatch.core.elbo;

import io.elbowatch.core.Labelled;
import java.util.Optional;

/**
 * The table of what a graph computes of an image, in the order of its outputs: the terms, one number each, and the features.
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
    /** Many numbers in one output, of no unit: logarithms, shares and means of latents. */
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
     * How far off a value is, relative to what was expected, or to the term's unit where that is larger: a nat of what is summed
     * over the image, 0.01 of what is a mean over pixels, 1 of a feature. Infinite where either is not finite.
     */
    public double relativeDifference(double found, double expected) {
        double difference = Math.abs(found - expected) / Math.max(unit, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    /** The term of a label, empty where there is none. */
    public static Optional<Term> of(String label) {
        return Labelled.find(Term.class, label);
    }
}
