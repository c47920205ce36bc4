package io.elbowatch.core.density;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ShrunkCovarianceTest {
    /** The definition of Ledoit and Wolf 2004, with whole matrices. */
    @Property(tries = 50)
    void shouldBeThatOfTheDefinition(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 30) int images,
            @ForAll @IntRange(min = 1, max = 8) int features) {
        double[][] x = points(new Random(seed), images, features);
        double[][] sample = new double[features][features];
        double[] flat = new double[images * features];
        double[] lower = new double[features * (features + 1) / 2];
        double mean = 0;
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                for (int n = 0; n < images; n++) {
                    sample[i][j] += x[n][i] * x[n][j] / images;
                    flat[n * features + i] = x[n][i];
                }
                if (j <= i) {
                    lower[InverseCholesky.at(i, j)] = sample[i][j];
                }
            }
            mean += sample[i][i] / features;
        }
        double distance = 0;
        double spread = 0;
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                distance += square(sample[i][j] - (i == j ? mean : 0));
                for (int n = 0; n < images; n++) {
                    spread += square(x[n][i] * x[n][j] - sample[i][j]) / images / images;
                }
            }
        }
        double share = spread >= distance ? 1 : spread / distance;
        double[] found = ShrunkCovariance.of(flat, lower, features);
        for (int i = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                double expected = share * (i == j ? mean : 0) + (1 - share) * sample[i][j];
                assertThat(found[InverseCholesky.at(i, j)]).isCloseTo(expected, within(1e-9));
            }
        }
    }

    private static double[][] points(Random random, int images, int features) {
        double[][] x = new double[images][features];
        for (double[] image : x) {
            double common = random.nextGaussian();
            for (int j = 0; j < features; j++) {
                image[j] = random.nextGaussian() + common * j / 3;
            }
        }
        return x;
    }

    private static double square(double value) {
        return value * value;
    }
}
