package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.Term;

/**
 * The difference between two values of one number of one image.
 *
 * @param term to which the number belongs
 * @param number its index in the term: 0, or that of the feature
 * @param image the image's name
 * @param found the value
 * @param expected the value of comparison
 */
public record Difference(Term term, int number, String image, double found, double expected) {

    /** The name of the number. */
    public String name() {
        return term.name(number);
    }

    /** |found − expected|, infinite where either is not finite. */
    public double absolute() {
        double difference = Math.abs(found - expected);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    /** As {@link Term#relativeDifference} defines it. */
    public double relative() {
        return term.relativeDifference(found, expected);
    }
}
