package io.elbowatch.settings;

import java.util.function.Predicate;

/**
 * The values that a setting may have, among those that its type can read.
 *
 * @param text the range for people, such as "1 to 1024"; empty where every value is allowed
 * @param contains whether a value lies in the range
 */
record Range<T>(String text, Predicate<T> contains) {

    static <T> Range<T> any() {
        return new Range<>("", value -> true);
    }

    /** A range that the type's reader has checked already: it refuses all other values. */
    static <T> Range<T> listed(String values) {
        return new Range<>(values, value -> true);
    }

    /** Both bounds are allowed. */
    static <T extends Comparable<T>> Range<T> of(T min, T max) {
        return new Range<>(min + " to " + max, value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    /** The bound is allowed. */
    static <T extends Comparable<T>> Range<T> atLeast(T min) {
        return atLeast(min, min.toString());
    }

    /** @param text the bound as it is written in settings */
    static <T extends Comparable<T>> Range<T> atLeast(T min, String text) {
        return new Range<>("at least " + text, value -> value.compareTo(min) >= 0);
    }
}
