package io.elbowatch.core.density;

import io.elbowatch.core.elbo.Features;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MixtureTest {

    @Property(tries = 200)
    void shouldBeWhatTheDefinitionSays(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 33) int features,
            @ForAll @IntRange(min = 1, max = 11) int components) {
        Random random = new Random(seed);
        MixtureParameters parameters = parameters(random, features, components);
        Features image = image(random, features);
        double found = new Mixture(parameters).density(image);
        assertThat(found).isCloseTo(naive(parameters, image), within(1e-9 * Math.max(1, Math.abs(found))));
    }

    /** Of two normal distributions in one dimension, by Simpson's rule. */
    @Property(tries = 30)
    void shouldBeADensityWhoseWholeIsOne(
            @ForAll @FloatRange(min = 0.1f, max = 0.9f) float weight,
            @ForAll @FloatRange(min = -3, max = 3) float mean,
            @ForAll @FloatRange(min = 0.2f, max = 2) float variance) {
        Mixture mixture = new Mixture(new MixtureParameters(
                new double[] {1},
                new double[] {2},
                new double[] {weight, 1 - weight},
                new double[][] {{0}, {mean}},
                new double[][] {{1}, {variance}}));
        int steps = 4_000;
        double width = 80.0 / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double factor = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
            sum += factor * Math.exp(-mixture.density(Features.of((float) (-40 + i * width))));
        }
        // Of standardised features, whose unit is the scale.
        assertThat(sum * width / 3 / 2).isCloseTo(1, within(1e-4));
    }

    @Property
    void shouldGrowWithTheDistanceFromTheOnlyMean(
            @ForAll long seed, @ForAll @FloatRange(max = 100) float one, @ForAll @FloatRange(max = 100) float other) {
        Random random = new Random(seed);
        Mixture mixture = new Mixture(parameters(random, 3, 1));
        double[] direction = random.doubles(3, -5, 5).toArray();
        double near = mixture.density(away(mixture, direction, Math.min(one, other)));
        double far = mixture.density(away(mixture, direction, Math.max(one, other)));
        assertThat(far).isGreaterThanOrEqualTo(near - 1e-4 * Math.max(1, Math.abs(near)));
    }

    @Property
    void shouldBeFiniteHoweverFarOff(@ForAll long seed, @ForAll @Size(5) float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isFinite(values[i]) ? values[i] : Float.MAX_VALUE;
        }
        Mixture mixture = new Mixture(parameters(new Random(seed), 5, 3));
        assertThat(mixture.density(Features.of(values))).isFinite();
        Arrays.fill(values, -Float.MAX_VALUE);
        assertThat(mixture.density(Features.of(values))).isFinite();
    }

    @Test
    void shouldGiveTheSameToManyThreads() {
        Random random = new Random(3);
        Mixture mixture = new Mixture(parameters(random, 32, 10));
        List<Features> images =
                IntStream.range(0, 2_000).mapToObj(any -> image(random, 32)).toList();
        List<Double> alone = images.stream().map(mixture::density).toList();
        assertThat(images.parallelStream().map(mixture::density).toList()).isEqualTo(alone);
    }

    @Test
    void shouldRefuseFeaturesOfAnotherGraph() {
        Mixture mixture = new Mixture(parameters(new Random(1), 3, 1));
        assertThatThrownBy(() -> mixture.density(Features.of(1, 2))).hasMessageContaining("2 features");
    }

    @Test
    void shouldRefuseACovarianceOfNoGaussian() {
        assertThatThrownBy(() -> one(new double[] {1, 2, 1})).hasMessage("covariances[0] is not positive-definite");
        assertThatThrownBy(() -> one(new double[] {1, 1, 1})).hasMessageContaining("not positive-definite");
        assertThatThrownBy(() -> one(new double[] {-1, 0, 1})).hasMessageContaining("not positive-definite");
    }

    @Test
    void shouldRefuseToBeSoNarrowThatDensitiesOverflow() {
        assertThatThrownBy(() -> one(new double[] {1e-300, 0, 1})).hasMessageContaining("too narrow");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseWhatIsNotFinite(double bad) {
        assertThatThrownBy(() -> one(new double[] {bad, 0, 1})).hasMessageContaining("covariances[0] has");
    }

    @Test
    void shouldRefuseSizesThatDoNotFit() {
        assertThatThrownBy(() -> one(new double[] {1, 0})).hasMessage("covariances[0] must have 3 numbers, not 2");
        double[] two = {1, 1};
        double[][] means = {{0, 0}};
        double[][] covariances = {{1, 0, 1}};
        assertThatThrownBy(() -> new MixtureParameters(two, new double[] {1}, new double[] {1}, means, covariances))
                .hasMessage("scale must have 2 numbers, not 1");
        assertThatThrownBy(() -> new MixtureParameters(two, two, new double[] {.5, .5}, means, covariances))
                .hasMessage("means must have 2 rows, not 1");
        assertThatThrownBy(() -> new MixtureParameters(two, two, new double[] {.5}, means, covariances))
                .hasMessage("weights must add up to 1, not 0.5");
        assertThatThrownBy(() -> new MixtureParameters(two, new double[] {1, 0}, new double[] {1}, means, covariances))
                .hasMessage("scale must be positive, not 0.0");
        assertThatThrownBy(() -> new MixtureParameters(null, two, new double[] {1}, means, covariances))
                .hasMessage("centre must have 1 numbers, not 0");
    }

    private static Mixture one(double[] covariance) {
        return new Mixture(new MixtureParameters(
                new double[2], new double[] {1, 1}, new double[] {1}, new double[][] {{0, 0}}, new double[][] {
                    covariance
                }));
    }

    /** Loops and matrices as in a textbook: (x − m)ᵀ·Σ⁻¹·(x − m) by Gaussian elimination. */
    private static double naive(MixtureParameters p, Features image) {
        double[] logs = new double[p.components()];
        for (int k = 0; k < p.components(); k++) {
            double[][] left = new double[p.features()][p.features() + 1];
            double[] apart = new double[p.features()];
            for (int i = 0; i < p.features(); i++) {
                apart[i] = (image.get(i) - p.centre()[i]) / p.scale()[i] - p.means()[k][i];
                left[i][p.features()] = apart[i];
                for (int j = 0; j < p.features(); j++) {
                    left[i][j] = p.covariances()[k][InverseCholesky.at(Math.max(i, j), Math.min(i, j))];
                }
            }
            double determinant = eliminate(left);
            double square = 0;
            for (int i = 0; i < p.features(); i++) {
                square += apart[i] * left[i][p.features()];
            }
            logs[k] = Math.log(p.weights()[k])
                    - 0.5 * (square + Math.log(determinant) + p.features() * Math.log(2 * Math.PI));
        }
        double largest = Arrays.stream(logs).max().orElseThrow();
        return -largest
                - Math.log(
                        Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum());
    }

    /** Solves in place; gives the determinant. */
    private static double eliminate(double[][] rows) {
        double determinant = 1;
        for (int i = 0; i < rows.length; i++) {
            determinant *= rows[i][i];
            for (int j = rows.length; j >= i; j--) {
                rows[i][j] /= rows[i][i];
            }
            for (int other = 0; other < rows.length; other++) {
                double factor = rows[other][i];
                for (int j = i; other != i && j <= rows.length; j++) {
                    rows[other][j] -= factor * rows[i][j];
                }
            }
        }
        return determinant;
    }

    private static Features away(Mixture mixture, double[] direction, float by) {
        MixtureParameters p = mixture.parameters();
        float[] values = new float[direction.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (p.centre()[i] + p.scale()[i] * (p.means()[0][i] + by * direction[i]));
        }
        return Features.of(values);
    }

    static MixtureParameters parameters(Random random, int features, int components) {
        double[] weights = random.doubles(components, 0.1, 1).toArray();
        double sum = Arrays.stream(weights).sum();
        double[][] means = new double[components][];
        double[][] covariances = new double[components][];
        for (int k = 0; k < components; k++) {
            weights[k] /= sum;
            means[k] = random.doubles(features, -1, 1).toArray();
            covariances[k] = covariance(random, features);
        }
        return new MixtureParameters(
                random.doubles(features, -3, 3).toArray(),
                random.doubles(features, 0.1, 3).toArray(),
                weights,
                means,
                covariances);
    }

    /** B·Bᵀ/F and a little on the diagonal. */
    private static double[] covariance(Random random, int features) {
        double[][] b = new double[features][];
        for (int i = 0; i < features; i++) {
            b[i] = random.doubles(features, -1, 1).toArray();
        }
        double[] covariance = new double[features * (features + 1) / 2];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? 0.1 : 0;
                for (int k = 0; k < features; k++) {
                    sum += b[i][k] * b[j][k] / features;
                }
                covariance[InverseCholesky.at(i, j)] = sum;
            }
        }
        return covariance;
    }

    private static Features image(Random random, int features) {
        float[] values = new float[features];
        for (int i = 0; i < features; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Features.of(values);
    }
}
