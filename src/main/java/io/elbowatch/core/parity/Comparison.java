package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.PreciseTerms;
import io.elbowatch.core.elbo.Term;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares two computations of the same terms image by image. It keeps the largest differences of each term, and of all
 * features.
 */
public final class Comparison {
    private final String title;
    private final double allowed;
    private final Map<Term, Difference> mostAbsolute = new EnumMap<>(Term.class);
    private final Map<Term, Difference> mostRelative = new EnumMap<>(Term.class);
    private int images;

    /** @param title names the two computations @param allowed the largest relative difference that passes */
    Comparison(String title, double allowed) {
        this.title = title;
        this.allowed = allowed;
    }

    void add(String image, PreciseTerms found, PreciseTerms expected) {
        images++;
        for (Term term : Term.values()) {
            for (int i = 0; i < expected.of(term).length; i++) {
                Difference difference = new Difference(term, i, image, found.of(term)[i], expected.of(term)[i]);
                keepLarger(mostAbsolute, difference, Difference::absolute);
                keepLarger(mostRelative, difference, Difference::relative);
            }
        }
    }

    public String title() {
        return title;
    }

    public int images() {
        return images;
    }

    /** The largest relative difference that passes. */
    public double allowed() {
        return allowed;
    }

    /** The largest absolute difference of a term; there must be one image or more. */
    public Difference mostAbsolute(Term term) {
        return mostAbsolute.get(term);
    }

    /** The largest relative difference of a term; there must be one image or more. */
    public Difference mostRelative(Term term) {
        return mostRelative.get(term);
    }

    /** The largest difference of each term that exceeds the allowed one. */
    public List<Difference> beyond() {
        List<Difference> beyond = new ArrayList<>();
        for (Difference difference : mostRelative.values()) {
            if (!(difference.relative() <= allowed)) {
                beyond.add(difference);
            }
        }
        return beyond;
    }

    private static void keepLarger(
            Map<Term, Difference> worst, Difference difference, ToDoubleFunction<Difference> size) {
        worst.merge(
                difference.term(),
                difference,
                (kept, next) -> size.applyAsDouble(next) > size.applyAsDouble(kept) ? next : kept);
    }
}
