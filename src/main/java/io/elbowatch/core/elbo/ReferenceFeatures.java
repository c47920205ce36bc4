package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * The features of one image by their definitions (docs/decisions/0008), in double precision, each computed on its own;
 * naive on purpose.
 */
final class ReferenceFeatures {
    /** Between two grey levels, so that no rounding decides. */
    private static final double BLACK = 5.5 / 255;

    private static final double FLAT = 2.5 / 255;

    private final ReferenceElbo elbo;
    private final ImageShape image;

    ReferenceFeatures(ReferenceElbo elbo, ImageShape image) {
        this.elbo = elbo;
        this.image = image;
    }

    /** The feature with this name; empty for an unknown name. */
    OptionalDouble of(String name) {
        return switch (name) {
            case "log_deviance" -> logOf((elbo.reconstructionNll() - elbo.floor()) / image.values(), 1e-3);
            case "log_kl" -> logOf(elbo.kl() / image.values(), 1e-3);
            case "log_local" -> logOf(elbo.local(), 1e-3);
            case "log_local_row" -> logOf(worstRow(elbo.loss()), 1e-3);
            case "log_local_column" -> logOf(worstRow(transposed(elbo.loss())), 1e-3);
            case "brightness_mean" -> OptionalDouble.of(pixelMean(elbo::x));
            case "brightness_highest" -> OptionalDouble.of(brightest());
            case "log_steps_across" -> logOf(mean(stepsAcross(), step -> step * step), 1e-4);
            case "log_steps_down" -> logOf(mean(stepsDown(), step -> step * step), 1e-4);
            case "black" -> OptionalDouble.of(pixelMean(i -> elbo.x(i) < BLACK ? 1 : 0));
            case "flat" -> OptionalDouble.of(share(stepsAcross(), step -> Math.abs(step) < FLAT));
            default -> elbo.ownFeature(name);
        };
    }

    private double pixelMean(IntToDoubleFunction ofPixel) {
        double sum = 0;
        for (int i = 0; i < image.values(); i++) {
            sum += ofPixel.applyAsDouble(i);
        }
        return sum / image.values();
    }

    private double brightest() {
        double brightest = 0;
        for (int i = 0; i < image.values(); i++) {
            brightest = Math.max(brightest, elbo.x(i));
        }
        return brightest;
    }

    /** From every pixel to its right neighbour // [C·H·(W − 1)] */
    private double[] stepsAcross() {
        double[] steps = new double[image.channels() * image.height() * (image.width() - 1)];
        int found = 0;
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int row = 0; row < image.height(); row++) {
                for (int column = 1; column < image.width(); column++) {
                    steps[found++] =
                            elbo.x(elbo.index(channel, row, column)) - elbo.x(elbo.index(channel, row, column - 1));
                }
            }
        }
        return steps;
    }

    /** From every pixel to the one below // [C·(H − 1)·W] */
    private double[] stepsDown() {
        double[] steps = new double[image.channels() * (image.height() - 1) * image.width()];
        int found = 0;
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int row = 1; row < image.height(); row++) {
                for (int column = 0; column < image.width(); column++) {
                    steps[found++] =
                            elbo.x(elbo.index(channel, row, column)) - elbo.x(elbo.index(channel, row - 1, column));
                }
            }
        }
        return steps;
    }

    /** log(value + offset): the offset keeps the logarithm finite where a blank image has 0. */
    private static OptionalDouble logOf(double value, double offset) {
        return OptionalDouble.of(Math.log(Math.max(0, value) + offset));
    }

    private static double worstRow(double[][] loss) {
        return Arrays.stream(loss)
                .mapToDouble(row -> Arrays.stream(row).average().orElseThrow())
                .max()
                .orElseThrow();
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                columns[column][row] = rows[row][column];
            }
        }
        return columns;
    }

    private static double mean(double[] values, DoubleUnaryOperator of) {
        return Arrays.stream(values).map(of).average().orElse(Double.NaN);
    }

    private static double share(double[] values, DoublePredicate holds) {
        return mean(values, value -> holds.test(value) ? 1 : 0);
    }
}
