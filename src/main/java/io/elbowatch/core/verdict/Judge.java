package io.elbowatch.core.verdict;

import io.elbowatch.core.density.CalibrationSplit;
import io.elbowatch.core.elbo.ElboTerms;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Objects;

/**
 * Turns the terms of an image into a verdict. The same terms always give the same verdict, and a higher score never
 * gives a higher one-sided p-value.
 */
public final class Judge {
    private static final MathContext TWO_DIGITS_UP = new MathContext(2, RoundingMode.CEILING);
    private static final Score[] SCORES = Score.values();

    private final Calibration calibration;
    private final double beta;
    private final Decider decider;
    private final double alpha;

    /**
     * @param beta the weight of the KL term in the model's training
     * @param alpha the false-alarm rate
     * @throws IllegalArgumentException when the calibration has too few images for this α: images beyond all of them
     *     could have a p-value above it, and would not be anomalous
     */
    public Judge(Calibration calibration, double beta, Decider decider, double alpha) {
        this.calibration = Objects.requireNonNull(calibration, "calibration");
        this.beta = beta;
        this.decider = Objects.requireNonNull(decider, "decider");
        this.alpha = alpha;
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha);
        }
        double supported = lowestAlpha(decider, calibration.images(decider));
        if (alpha < supported) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "alpha %s is out of reach: %d calibration images support '%s' from alpha %.2g, which the p-value"
                            + " of an image beyond all of them may be; calibrate with at least %d images or"
                            + " raise alpha",
                    BigDecimal.valueOf(alpha).stripTrailingZeros().toPlainString(),
                    calibration.images(),
                    decider.label(),
                    supported,
                    neededImages(decider, alpha)));
        }
    }

    /** The verdict on an image. @throws IllegalArgumentException when a term is not finite */
    public Verdict judge(ElboTerms terms) {
        if (!terms.finite()) {
            throw new IllegalArgumentException("no verdict on terms that are not finite: " + terms);
        }
        double[] scores = new double[SCORES.length];
        double[] pValues = new double[SCORES.length];
        for (int i = 0; i < SCORES.length; i++) {
            scores[i] = SCORES[i].of(terms, beta, calibration.mixture());
            pValues[i] = calibration.pValue(SCORES[i], scores[i]);
        }
        double joined = calibration.joinedPValue(pValues[Score.LOCAL.ordinal()], pValues[Score.DENSITY.ordinal()]);
        return new Verdict(scores, pValues, joined, decider, alpha);
    }

    public Calibration calibration() {
        return calibration;
    }

    public double beta() {
        return beta;
    }

    public Decider decider() {
        return decider;
    }

    public double alpha() {
        return alpha;
    }

    /** Whether this number of calibration images, of which half calibrate densities, reaches an α, 0 &lt; α &lt; 1. */
    public static boolean reaches(long images, Decider decider, double alpha) {
        return images >= Integer.MAX_VALUE
                || ranked(decider, new CalibrationSplit((int) images)) >= needed(decider, alpha);
    }

    /** The lowest α of two digits that a number of calibration images supports; 1 or more if they support none. */
    public static double supportedAlpha(int images, Decider decider) {
        return BigDecimal.valueOf(lowestAlpha(decider, ranked(decider, new CalibrationSplit(images))))
                .round(TWO_DIGITS_UP)
                .doubleValue();
    }

    /** The smallest number of calibration images that an α needs, 0 &lt; α &lt; 1. */
    public static long neededImages(Decider decider, double alpha) {
        long needed = needed(decider, alpha);
        return decider.needsMixture() ? CalibrationSplit.imagesFor(needed) : needed;
    }

    /** The smallest number of images that must calibrate each score of a decider. */
    private static long needed(Decider decider, double alpha) {
        return (long) Math.ceil(decider.sides() / alpha) - 1;
    }

    private static int ranked(Decider decider, CalibrationSplit split) {
        return decider.needsMixture() ? split.calibrating() : split.images();
    }

    /**
     * One 1/(n+1) for every side that is tested. The default tests two: an image with a worse place than all calibration
     * images has 1/(n+1), and one whose density is above all of theirs up to 2/(n+1), because the calibration image with
     * the worst place then ranks as high.
     */
    private static double lowestAlpha(Decider decider, int images) {
        return decider.sides() / (images + 1.0);
    }
}
