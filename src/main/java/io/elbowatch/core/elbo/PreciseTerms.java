package io.elbowatch.core.elbo;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * All terms and features of an image in double precision.
 *
 * @param values one number for each term, [F] for the features
 */
public record PreciseTerms(Map<Term, double[]> values) {

    /** @throws IllegalArgumentException naming the term that is missing */
    public PreciseTerms {
        for (Term term : Term.values()) {
            double[] numbers = values.get(term);
            if (numbers == null || numbers.length == 0) {
                throw new IllegalArgumentException("the term " + term.label() + " is missing");
            }
            if (term != Term.FEATURES && numbers.length != 1) {
                throw new IllegalArgumentException("the term " + term.label() + " has " + numbers.length + " values");
            }
        }
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    static PreciseTerms computed(Function<Term, double[]> value) {
        Map<Term, double[]> values = new EnumMap<>(Term.class);
        for (Term term : Term.values()) {
            values.put(term, value.apply(term));
        }
        return new PreciseTerms(values);
    }

    /** The terms that a graph computed in single precision. */
    public static PreciseTerms of(ElboTerms terms) {
        return computed(term -> term.of(terms));
    }

    /** One number, or the features // [1] or [F] */
    public double[] of(Term term) {
        return values.get(term);
    }
}
