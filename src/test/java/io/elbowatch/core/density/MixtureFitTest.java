package io.elbowatch.core.density;

import io.elbowatch.core.elbo.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MixtureFitTest {

    @Test
    void shouldGiveTheSameMixtureAgain() {
        List<Features> images = clusters(new Random(1), 600, 3);
        MixtureParameters once = MixtureFit.of(images).parameters();
        MixtureParameters again = MixtureFit.of(images).parameters();
        assertThat(again.weights()).isEqualTo(once.weights());
        assertThat(again.means()).isDeepEqualTo(once.means());
        assertThat(again.covariances()).isDeepEqualTo(once.covariances());
    }

    @Test
    void shouldFindMeanAndCovarianceOfOneGaussian() {
        Random random = new Random(2);
        List<Features> images = new ArrayList<>();
        for (int i = 0; i < 47; i++) {
            float x = (float) random.nextGaussian();
            images.add(Features.of(5 + 2 * x, x, (float) random.nextGaussian()));
        }
        MixtureParameters found = MixtureFit.of(images).parameters(); // too few for a second component
        assertThat(found.weights()).containsExactly(1);
        assertThat(found.means()[0]).containsExactly(new double[3], within(1e-9));
        double[] covariance = found.covariances()[0];
        assertThat(covariance[InverseCholesky.at(0, 0)]).as("with the ridge").isCloseTo(1.001, within(1e-6));
        assertThat(covariance[InverseCholesky.at(1, 0)]).as("shrunk").isBetween(0.85, 0.99);
    }

    @Property(tries = 50)
    void shouldTakeAsManyComponentsAsThereAreImagesFor(
            @ForAll @IntRange(min = 1, max = 400) int images, @ForAll @IntRange(min = 1, max = 4) int features) {
        int expected = Math.max(1, Math.min(10, images / (8 * features)));
        Mixture mixture = MixtureFit.of(clusters(new Random(images), images, features));
        assertThat(mixture.parameters().components()).isEqualTo(expected);
        assertThat(Arrays.stream(mixture.parameters().weights()).sum()).isCloseTo(1, within(1e-6));
    }

    @Test
    void shouldCallUnusualWhatLiesBetweenTheClusters() {
        Mixture mixture = MixtureFit.of(clusters(new Random(3), 600, 2));
        assertThat(mixture.density(Features.of(-4, -4))).isLessThan(5);
        assertThat(mixture.density(Features.of(4, 4))).isLessThan(5);
        assertThat(mixture.density(Features.of(0, 0))).isGreaterThan(10);
    }

    /** As blank crops are, or an image set of one image many times. */
    @Test
    void shouldFitImagesThatAreAllAlike() {
        List<Features> images = Collections.nCopies(200, Features.of(0.5f, -3));
        Mixture mixture = MixtureFit.of(images);
        assertThat(mixture.parameters().scale()).containsExactly(1, 1);
        assertThat(mixture.density(Features.of(0.5f, -3))).isLessThan(mixture.density(Features.of(0.6f, -3)));
        assertThat(mixture.density(Features.of(1, 1))).isFinite();
    }

    @Test
    void shouldFitOneImage() {
        assertThat(MixtureFit.of(List.of(Features.of(1, 2))).density(Features.of(1, 2)))
                .isFinite();
    }

    /** Around (−4, …) and (4, …), deviation 1, in turn. */
    private static List<Features> clusters(Random random, int count, int features) {
        List<Features> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[features];
            for (int j = 0; j < features; j++) {
                values[j] = (float) ((i % 2 == 0 ? -4 : 4) + random.nextGaussian());
            }
            images.add(Features.of(values));
        }
        return images;
    }
}
