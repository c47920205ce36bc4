package io.elbowatch.core.elbo;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The terms of an image in double precision; all of them.
 */
public record PreciseTerms(Map<Term, Double> values) {

    /** @throws IllegalArgumentException naming the term that is missing */
    public PreciseTerms {
        for (Term term : Term.values()) {
            if (values.get(term) == null) {
                throw new IllegalArgumentException("the term " + term.label() + " is missing");
            }
        }
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    static PreciseTerms computed(ToDoubleFunction<Term> value) {
        Map<Term, Double> values = new EnumMap<>(Term.class);
        for (Term term : Term.values()) {
            values.put(term, value.applyAsDouble(term));
        }
        return new PreciseTerms(values);
    }

    /** What a graph computed in single precision. */
    public static PreciseTerms of(ElboTerms terms) {
        return computed(term -> term.of(terms));
    }

    public double of(Term term) {
        return values.get(term);
    }
}
