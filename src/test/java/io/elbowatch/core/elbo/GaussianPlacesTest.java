package io.elbowatch.core.elbo;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The laws of a Gaussian latent at a place, with two dimensions of features and one of the latent. */
class GaussianPlacesTest {
    private static final PlaceGrid GRID = new PlaceGrid(2, 1, 2);

    @Test
    void shouldComputeTheTermsOfItsOwnPlace() {
        float[] f = {0, 3, 0, 1}; // [D, h, w]: the second place is (3, 1)
        float[] means = {0, 1, 0, 1};
        float[] noise = {(float) Math.log(4), 0};
        GaussianPlaces places = places(f, means, noise, new float[] {0, 2}, new float[] {0, 0});
        assertThat(places.floor()).isCloseTo(Math.log(2 * Math.PI) + Math.log(2), within(1e-6));
        assertThat(places.terms(0, 0).nll()).isCloseTo(places.floor(), within(1e-9));
        assertThat(places.terms(0, 0).kl()).isZero();
        assertThat(places.terms(0, 1).nll()).isCloseTo(places.floor() + 0.5, within(1e-6)); // ½·2²/4
        assertThat(places.terms(0, 1).kl()).isCloseTo(2, within(1e-9)); // ½·2²
    }

    @Property(tries = 200)
    void shouldCostNothingBelowZeroAndMoreWithTheDistance(@ForAll Random random) {
        float[] noise = numbers(random, 2);
        float[] latent = numbers(random, 2);
        float[] spread = numbers(random, 2);
        float[] direction = numbers(random, 4);
        double last = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < 4; step++) {
            float[] f = new float[4];
            for (int i = 0; i < f.length; i++) {
                f[i] = step * direction[i];
            }
            GaussianPlaces places = places(f, new float[4], noise, latent, spread);
            PlaceReferenceElbo.Terms terms = places.terms(0, 1);
            assertThat(terms.kl()).isGreaterThanOrEqualTo(0);
            assertThat(terms.nll() - places.floor()).isGreaterThanOrEqualTo(-1e-9);
            assertThat(terms.nll()).isGreaterThan(last);
            last = terms.nll();
        }
    }

    private static GaussianPlaces places(float[] f, float[] means, float[] noise, float[] mean, float[] logVariance) {
        return new GaussianPlaces(
                GRID,
                new PlaceLatent.Gaussian(1),
                f,
                new PlaceExplanation.Decoded(new GaussianPosterior(mean, logVariance), means, noise));
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
