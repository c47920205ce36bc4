package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.PreciseTerms;
import io.elbowatch.core.elbo.Term;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Two computations of the same terms, compared image by image; it keeps the worst of each term, and of all features.
 */
public final class Comparison {
    private final String title;
    private final double allowed;
    private final Map<Term, Difference> mostAbsolute = new EnumMap<>(Term.class);
    private final Map<Term, Difference> mostRelative = new EnumMap<>(Term.class);
    private int images;

    /** @param title what is compared with what @param allowed the largest relative difference that is none */
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

    /** The largest difference of a term, absolutely; of at least one image. */
    public Difference mostAbsolute(Term term) {
        return mostAbsolute.get(term);
    }

    /** The largest difference of a term, relatively; of at least one image. */
    public Difference mostRelative(Term term) {
        return mostRelative.get(term);
    }

    /** The terms that are off by more than is allowed, the worst image of each. */
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
