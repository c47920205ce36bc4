package io.elbowatch.core.verdict;

import io.elbowatch.core.density.CalibrationSplit;
import io.elbowatch.core.elbo.ElboTerms;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * Turns the terms of an image into a verdict: the same terms always give the same verdict, and a higher score never
 * gives a higher one-sided p-value.
 */
public final class Judge {
    private final Calibration calibration;
    private final double beta;
    private final Decider decider;
    private final double alpha;

    /**
     * @param beta the weight of the KL term that the model was trained with
     * @param alpha the false-alarm rate
     * @throws IllegalArgumentException when the calibration has too few images for this α: the smallest p-value that
     *     can occur would be above it, and nothing would ever be anomalous
     */
    public Judge(Calibration calibration, double beta, Decider decider, double alpha) {
        this.calibration = Objects.requireNonNull(calibration, "calibration");
        this.beta = beta;
        this.decider = Objects.requireNonNull(decider, "decider");
        this.alpha = alpha;
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha);
        }
        double smallest = smallestPValue(decider, calibration.images(decider));
        if (alpha < smallest) {
            throw new IllegalArgumentException(
                    ("alpha %s is out of reach: with %d calibration images the smallest p-value"
                                    + " of '%s' is %.2g; calibrate with at least %d images or raise alpha")
                            .formatted(
                                    BigDecimal.valueOf(alpha)
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    calibration.images(),
                                    decider.label(),
                                    smallest,
                                    neededImages(decider, alpha)));
        }
    }

    /** The verdict on an image. @throws IllegalArgumentException when a term is not finite */
    public Verdict judge(ElboTerms terms) {
        if (!terms.finite()) {
            throw new IllegalArgumentException("no verdict on terms that are not finite: " + terms);
        }
        Scores scores = Scores.of(terms, beta, calibration.mixture());
        double local = calibration.of(Score.LOCAL).upper(scores.local());
        double density = calibration.of(Score.DENSITY).upper(scores.density());
        PValues pValues = new PValues(
                calibration.joined().lower(JoinedRanks.of(local, density)),
                calibration.of(Score.ELBO).twoSided(scores.elbo()),
                calibration.of(Score.RECONSTRUCTION).upper(scores.reconstruction()),
                calibration.of(Score.KL).upper(scores.kl()),
                local,
                density);
        return new Verdict(scores, pValues, decider, alpha);
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

    /** Whether so many calibration images, of which a half calibrates densities, reach an α, 0 &lt; α &lt; 1. */
    public static boolean reaches(long images, Decider decider, double alpha) {
        return images >= Integer.MAX_VALUE
                || ranked(decider, new CalibrationSplit((int) images)) >= needed(decider, alpha);
    }

    /** How many calibration images an α needs at least, 0 &lt; α &lt; 1. */
    public static long neededImages(Decider decider, double alpha) {
        long needed = needed(decider, alpha);
        return halved(decider) ? CalibrationSplit.calibrating(needed) : needed;
    }

    /** The fewest images that must calibrate each score that a decider looks at. */
    private static long needed(Decider decider, double alpha) {
        return (long) Math.ceil(sides(decider) / alpha) - 1;
    }

    private static int ranked(Decider decider, CalibrationSplit halves) {
        return halved(decider) ? halves.calibrating() : halves.images();
    }

    private static double smallestPValue(Decider decider, int images) {
        return sides(decider) / (images + 1.0);
    }

    /** Whether a decider looks at densities, which only a half of the images calibrates. */
    private static boolean halved(Decider decider) {
        return switch (decider) {
            case DEFAULT, DENSITY -> true;
            case ELBO, RECONSTRUCTION, KL, LOCAL -> false;
        };
    }

    /**
     * How many sides a decider tests: so many times 1/(n+1) is its smallest p-value on each. Of the default's, the calibration
     * image of the worst place of all may rank beside the most unusual features.
     */
    private static int sides(Decider decider) {
        return switch (decider) {
            case DEFAULT, ELBO -> 2;
            case RECONSTRUCTION, KL, LOCAL, DENSITY -> 1;
        };
    }
}
