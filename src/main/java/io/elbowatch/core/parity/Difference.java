package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.Term;

/**
 * How far one number of one image is off.
 *
 * @param term which
 * @param number which of the term's: 0, or that of the feature
 * @param image the image's name
 * @param found the value
 * @param expected what it is compared with
 */
public record Difference(Term term, int number, String image, double found, double expected) {

    /** What is off. */
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
