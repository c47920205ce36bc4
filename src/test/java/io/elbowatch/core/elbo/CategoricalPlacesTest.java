package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** The laws of a categorical latent, for one place and for a grid. */
class CategoricalPlacesTest {
    private static final int D = 5;
    private static final PlaceGrid ONE = new PlaceGrid(D, 1, 1);

    /** nll + kl = −log Σ π·N(f; μ, σ²I): the definition of p(f), summed without a logarithm. */
    @Property(tries = 200)
    void shouldBeATightBound(@ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int codes) {
        float[] f = numbers(random, D, 1);
        PlaceExplanation.Codes book = codes(random, codes);
        double density = 0;
        for (int z = 0; z < codes; z++) {
            double variance = Math.exp(book.logVariances()[z]);
            double p = Math.exp(book.logWeights()[z]);
            for (int d = 0; d < D; d++) {
                double error = (double) f[d] - book.means()[z * D + d];
                p *= Math.exp(-error * error / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
            }
            density += p;
        }

        PlaceReferenceElbo.Terms terms = terms(f, book);

        assertThat(terms.nll() + terms.kl()).isCloseTo(-Math.log(density), within(1e-6));
    }

    @Property(tries = 200)
    void shouldCostNothingBelowZero(@ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int codes) {
        float[] f = numbers(random, D, 10);
        PlaceExplanation.Codes book = codes(random, codes);
        PlaceReferenceElbo.Terms terms = terms(f, book);
        assertThat(terms.kl()).isGreaterThanOrEqualTo(-1e-5); // the weights sum to 1 in single precision
        assertThat(terms.nll() - places(f, book).floor()).isGreaterThanOrEqualTo(-1e-9);
    }

    /** With one code the terms are those of a Gaussian: a longer distance costs more, and the latent costs nothing. */
    @Property(tries = 100)
    void shouldCostMoreTheFurtherItIsFromTheOnlyCode(@ForAll Random random) {
        PlaceExplanation.Codes book = codes(random, 1);
        float[] direction = numbers(random, D, 1);
        double last = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < 6; step++) {
            float[] f = new float[D];
            for (int d = 0; d < D; d++) {
                f[d] = book.means()[d] + step * direction[d];
            }
            PlaceReferenceElbo.Terms terms = terms(f, book);
            assertThat(terms.nll()).isGreaterThan(last);
            assertThat(terms.kl()).isCloseTo(0, within(1e-6));
            last = terms.nll();
        }
        assertThat(terms(book.means(), book).nll())
                .isCloseTo(places(direction, book).floor(), within(1e-6));
    }

    @Property(tries = 100)
    void shouldNotDependOnTheOrderOfTheCodes(@ForAll Random random, @ForAll @IntRange(min = 2, max = 9) int count) {
        float[] f = numbers(random, D, 1);
        PlaceExplanation.Codes book = codes(random, count);
        List<Integer> order = new ArrayList<>();
        for (int z = 0; z < count; z++) {
            order.add(z);
        }
        Collections.shuffle(order, random);
        float[] means = new float[count * D];
        float[] weights = new float[count];
        float[] variances = new float[count];
        for (int z = 0; z < count; z++) {
            System.arraycopy(book.means(), order.get(z) * D, means, z * D, D);
            weights[z] = book.logWeights()[order.get(z)];
            variances[z] = book.logVariances()[order.get(z)];
        }

        PlaceReferenceElbo.Terms other = terms(f, new PlaceExplanation.Codes(means, weights, variances));

        assertThat(other.nll()).isCloseTo(terms(f, book).nll(), within(1e-9));
        assertThat(other.kl()).isCloseTo(terms(f, book).kl(), within(1e-9));
    }

    /** A code that nothing used has the weight 0; far away from all codes no exponential underflows to nothing. */
    @Test
    void shouldStayFiniteWithAnEmptyCodeAndFarAway() {
        float[] means = new float[2 * D];
        means[0] = 1;
        PlaceExplanation.Codes book =
                new PlaceExplanation.Codes(means, new float[] {0, Float.NEGATIVE_INFINITY}, new float[] {0, 0});
        float[] far = new float[D];
        far[0] = 1e6f;
        PlaceReferenceElbo.Terms terms = terms(far, book);
        assertThat(terms.nll()).isCloseTo(0.5 * (1e6 - 1) * (1e6 - 1) + D / 2.0 * Math.log(2 * Math.PI), within(1.0));
        assertThat(terms.kl()).isZero();
    }

    /** A comparison with the graph then fails, because NaN differs from every number. */
    @Test
    void shouldGiveNoNumberForFeaturesOrCodesThatAreNone() {
        float[] nan = new float[D];
        nan[2] = Float.NaN;
        PlaceExplanation.Codes narrow =
                new PlaceExplanation.Codes(new float[D], new float[] {0}, new float[] {Float.NEGATIVE_INFINITY});
        assertThat(terms(nan, codes(new Random(1), 3)).nll()).isNaN();
        assertThat(terms(new float[D], narrow).nll()).isNaN();
    }

    @Test
    void shouldAverageTheLossOfPlacesInsideTheGridAlone() {
        PlaceForm form = new PlaceForm(
                new ImageShape(1, 4, 6),
                new PlaceGrid(1, 2, 3),
                new PlaceLatent.Categorical(1),
                1,
                3,
                List.of("log_local", "log_local_row", "log_local_column", "later"));
        float[] f = {0, 0, 4, 0, 0, 2}; // losses f²/2 of a place of 4 pixels
        PlaceOutput output = new PlaceOutput(
                new ElboTerms(0, 0, 0, 0, Features.of(0, 0, 0, 7)),
                new float[6],
                f,
                new PlaceExplanation.Codes(new float[1], new float[1], new float[1]));

        ReferenceElbo elbo = ReferenceElbo.of(form, new byte[24], output);

        double floor = 0.5 * Math.log(2 * Math.PI);
        assertThat(elbo.floor()).isCloseTo(6 * floor, within(1e-9));
        assertThat(elbo.reconstructionNll()).isCloseTo(6 * floor + 10, within(1e-9));
        assertThat(elbo.loss()[0]).containsExactly(new double[] {0, 0, 2}, within(1e-9));
        assertThat(elbo.local()).isCloseTo((2 + 0.5) / 4, within(1e-9)); // of the four places in the corner
        assertThat(elbo.features()[0]).isCloseTo(Math.log(2.5 / 4 + 1e-3), within(1e-9));
        assertThat(elbo.features()[1]).isCloseTo(Math.log(2 / 3.0 + 1e-3), within(1e-9));
        assertThat(elbo.features()[2]).isCloseTo(Math.log(2.5 / 2 + 1e-3), within(1e-9));
        assertThat(elbo.features()[3]).isEqualTo(7);
    }

    @Test
    void shouldRefuseAnOutputOfAnotherForm() {
        PlaceForm form = new PlaceForm(
                new ImageShape(1, 4, 6), new PlaceGrid(1, 2, 3), new PlaceLatent.Gaussian(1), 1, 1, List.of("one"));
        PlaceOutput codes = new PlaceOutput(
                new ElboTerms(0, 0, 0, 0, Features.of(0)),
                new float[6],
                new float[6],
                new PlaceExplanation.Codes(new float[1], new float[1], new float[1]));
        assertThatThrownBy(() -> ReferenceElbo.of(form, new byte[24], codes))
                .isInstanceOf(IllegalArgumentException.class);
        PixelOutput pixels =
                new PixelOutput(codes.terms(), new GaussianPosterior(new float[6], new float[6]), new float[24]);
        assertThatThrownBy(() -> ReferenceElbo.of(form, new byte[24], pixels))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PlaceReferenceElbo.Terms terms(float[] f, PlaceExplanation.Codes book) {
        return places(f, book).terms(0, 0);
    }

    private static CategoricalPlaces places(float[] f, PlaceExplanation.Codes book) {
        return new CategoricalPlaces(ONE, new PlaceLatent.Categorical(book.logWeights().length), f, book);
    }

    private static PlaceExplanation.Codes codes(Random random, int count) {
        float[] weights = numbers(random, count, 1);
        double sum = 0;
        for (float weight : weights) {
            sum += Math.exp(weight);
        }
        for (int z = 0; z < count; z++) {
            weights[z] = (float) (weights[z] - Math.log(sum));
        }
        return new PlaceExplanation.Codes(numbers(random, count * D, 1), weights, numbers(random, count, 0.5));
    }

    private static float[] numbers(Random random, int count, double scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return numbers;
    }
}
