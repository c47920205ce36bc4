package io.elbowatch.core.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Which false-alarm rates a number of calibration images supports. An image beyond all of them has the p-value 1/(n+1),
 * and twice that by a two-sided score.
 *
 * @param images n, 0 or more
 * @param decider which p-value decides
 */
public record Reach(long images, Decider decider) {
    /** Two for each of the ten folds of a calibration. */
    public static final int LEAST_IMAGES = 20;

    private static final MathContext TWO_DIGITS_UP = new MathContext(2, RoundingMode.CEILING);
    /** Of those that are too low the sentence names two. */
    private static final double[] MILESTONES = {0.1, 0.01, 0.001, 0.0001};

    /** The smallest number of calibration images that an α needs, 0 &lt; α &lt; 1. */
    public static long neededImages(Decider decider, double alpha) {
        return Math.max(LEAST_IMAGES, (long) Math.ceil(tested(decider) / alpha - 1e-9) - 1);
    }

    private static int tested(Decider decider) {
        return decider.joins() ? 1 : decider.sides();
    }

    /** Whether an α is in reach, 0 &lt; α &lt; 1. */
    public boolean supports(double alpha) {
        return images >= neededImages(decider, Math.min(alpha, 1));
    }

    /** The same, or of α in reach of the tails of this number of images. */
    public boolean supports(double alpha, boolean extrapolate) {
        return supports(extrapolate && !decider.scores().contains(Score.ELBO) ? alpha * Tail.FURTHEST : alpha);
    }

    /** The lowest α that is in reach, rounded up to two digits; 1 or more if there is none. */
    public double lowestAlpha() {
        return images < LEAST_IMAGES
                ? 1
                : BigDecimal.valueOf(tested(decider) / (images + 1.0))
                        .round(TWO_DIGITS_UP)
                        .doubleValue();
    }

    /** "with 50 images: alpha 0.02 and above; 0.01 needs 99, 0.001 needs 999". */
    public String sentence() {
        if (images < LEAST_IMAGES) {
            return String.format(Locale.ROOT, "with %d images: no alpha; at least %d are needed", images, LEAST_IMAGES);
        }
        String needs = DoubleStream.of(MILESTONES)
                .filter(alpha -> !supports(alpha))
                .limit(2)
                .mapToObj(alpha -> plain(alpha) + " needs " + neededImages(decider, alpha))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "with %d images: alpha %s and above", images, plain(lowestAlpha()))
                + (needs.isEmpty() ? "" : "; " + needs);
    }

    /** Without trailing zeros or exponent. */
    public static String plain(double alpha) {
        return BigDecimal.valueOf(alpha).stripTrailingZeros().toPlainString();
    }
}
