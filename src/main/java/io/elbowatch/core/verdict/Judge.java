package io.elbowatch.core.verdict;

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
        double smallest = smallestPValue(decider, calibration.images());
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
        return new Verdict(
                PValues.of(
                        twoSided(Score.ELBO, terms),
                        upper(Score.RECONSTRUCTION, terms),
                        upper(Score.KL, terms),
                        upper(Score.LOCAL, terms),
                        twoSided(Score.CONTRAST, terms)),
                decider,
                alpha);
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

    /** How many calibration images an α needs at least, 0 &lt; α &lt; 1. */
    public static long neededImages(Decider decider, double alpha) {
        return (long) Math.ceil(sides(decider) / alpha) - 1;
    }

    private double upper(Score score, ElboTerms terms) {
        return calibration.of(score).upper(score.of(terms, beta));
    }

    private double twoSided(Score score, ElboTerms terms) {
        return calibration.of(score).twoSided(score.of(terms, beta));
    }

    private static double smallestPValue(Decider decider, int images) {
        return sides(decider) / (images + 1.0);
    }

    /** How many one-sided tests a decider joins: so many times 1/(n+1) is its smallest p-value on every side. */
    private static int sides(Decider decider) {
        return switch (decider) {
            case DEFAULT -> 4;
            case ELBO, CONTRAST -> 2;
            case RECONSTRUCTION, KL, LOCAL -> 1;
        };
    }
}
