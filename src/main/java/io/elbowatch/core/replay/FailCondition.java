package io.elbowatch.core.replay;

import io.elbowatch.core.Labelled;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition on a {@link Measure}, such as {@code reported > 0.002} or {@code flips >= 10}. */
public final class FailCondition {
    private static final Pattern FORM =
            Pattern.compile("\\s*([A-Za-z_]+)\\s*(>=|<=|>|<)\\s*([0-9.]+(?:[eE]-?[0-9]+)?)\\s*(%?)\\s*");

    private final Measure measure;
    private final String comparison;
    private final double limit;
    private final String text;

    private FailCondition(Measure measure, String comparison, double limit, String text) {
        this.measure = measure;
        this.comparison = comparison;
        this.limit = limit;
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public static FailCondition of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no condition: NAME, one of > >= < <=, and a number, as in reported > 0.002");
        }
        Measure measure;
        try {
            measure = Labelled.of(Measure.class, matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "there is no '" + matcher.group(1) + "'; there are "
                            + String.join(", ", Labelled.labels(Measure.class)),
                    e);
        }
        try {
            double number = Double.parseDouble(matcher.group(3));
            return new FailCondition(
                    measure, matcher.group(2), matcher.group(4).isEmpty() ? number : number / 100, text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + matcher.group(3) + "' is no number", e);
        }
    }

    /** The value that it asks for; empty where there is none. */
    public OptionalDouble value(Replay replay) {
        return measure.of(replay);
    }

    /** Whether it holds of a value. */
    public boolean holds(double value) {
        return switch (comparison) {
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            case "<" -> value < limit;
            default -> value <= limit;
        };
    }

    public Measure measure() {
        return measure;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
