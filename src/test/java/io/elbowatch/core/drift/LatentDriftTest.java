package io.elbowatch.core.drift;

import io.elbowatch.core.elbo.GaussianPosterior;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LatentDriftTest {
    private static final int DIMENSIONS = 8;

    private final HandClock clock = new HandClock();
    private final LatentDrift drift = new LatentDrift(clock);

    /** Means of variance 0.75 and posteriors of 0.25 make N(0, 1) together. */
    @Test
    void shouldFindNoDivergenceWherePosteriorsMakeThePrior() {
        Random random = new Random(1);
        for (int i = 0; i < 900; i++) {
            drift.add(output(means(random, Math.sqrt(0.75)), 0.25));
        }

        LatentMoments moments = drift.moments().orElseThrow();
        assertThat(moments.divergenceNats()).isBetween(0.0, 0.003); // of 900 images about 1/900
        assertThat(moments.activeDimensions()).isEqualTo(DIMENSIONS);
        assertThat(moments.dimensions()).isEqualTo(DIMENSIONS);
    }

    /** Means of 1 and −1 in turn: m = 0, v = 1 + ½, so ½(v − ln v − 1). */
    @Test
    void shouldMatchMomentsByTheFormula() {
        for (int i = 0; i < 200; i++) {
            drift.add(output(constant(i % 2 == 0 ? 1 : -1), 0.5));
        }

        assertThat(drift.moments().orElseThrow().divergenceNats())
                .isCloseTo(0.5 * (1.5 - Math.log(1.5) - 1), within(1e-7));
    }

    @Test
    void shouldCallADimensionActiveThatTellsImagesApart() {
        for (int i = 0; i < 200; i++) {
            float[] mean = constant(3);
            mean[0] += i % 2 == 0 ? 0.11f : -0.11f; // variance 0.0121
            mean[1] += i % 2 == 0 ? 0.09f : -0.09f; // variance 0.0081
            drift.add(output(mean, 0.1));
        }

        assertThat(drift.moments().orElseThrow().activeDimensions()).isEqualTo(1);
    }

    @Test
    void shouldFindACollapsedPosteriorAtThePriorAndInactive() {
        addAlike(0, 1);

        assertThat(drift.moments()).hasValue(new LatentMoments(0, 0, DIMENSIONS));
    }

    @Test
    void shouldFindImagesThatAreAllAlikeFarFromThePriorAndInactive() {
        addAlike(0.3f, 0.1);

        LatentMoments moments = drift.moments().orElseThrow();
        assertThat(moments.divergenceNats()).isCloseTo(0.5 * (0.09 + 0.1 - Math.log(0.1) - 1), within(1e-7));
        assertThat(moments.activeDimensions()).isZero();
    }

    @Property(tries = 100)
    void shouldNeverGiveADivergenceThatIsNegativeOrInfinite(
            @ForAll long seed,
            @ForAll @FloatRange(max = 1e6f) float scale,
            @ForAll @FloatRange(min = -2_000, max = 700) float logVariance,
            @ForAll @IntRange(min = 120, max = 150) int images) {
        Random random = new Random(seed);
        LatentDrift fresh = new LatentDrift(clock);
        for (int i = 0; i < images; i++) {
            float[] logVariances = constant(logVariance);
            fresh.add(new GaussianPosterior(means(random, scale), logVariances));
        }

        assertThat(fresh.moments().orElseThrow().divergenceNats()).isFinite().isNotNegative();
    }

    @Test
    void shouldLeaveOutWhatIsNotFinite() {
        addAlike(0, 1);
        float[] broken = constant(0);
        broken[DIMENSIONS - 1] = Float.NaN;
        drift.add(output(broken, 1));
        drift.add(output(constant(0), Double.POSITIVE_INFINITY));

        assertThat(drift.moments()).hasValue(new LatentMoments(0, 0, DIMENSIONS));
    }

    @Test
    void shouldBeUnknownOfFewImages() {
        for (int i = 1; i < LatentDrift.MIN_IMAGES; i++) {
            drift.add(output(constant(0), 1));
        }
        assertThat(drift.moments()).isEmpty();

        drift.add(output(constant(0), 1));
        assertThat(drift.moments()).isPresent();
    }

    @Test
    void shouldForgetWhatIsOver() {
        addAlike(5, 1);
        clock.pass(Duration.ofMinutes(SlidingWindow.MINUTES));
        assertThat(drift.moments()).isEmpty();

        addAlike(0, 1);
        assertThat(drift.moments()).hasValue(new LatentMoments(0, 0, DIMENSIONS));
    }

    @Test
    void shouldJoinMinutes() {
        for (int i = 0; i < 200; i++) {
            drift.add(output(constant(i % 2 == 0 ? 1 : -1), 0.5));
            clock.pass(Duration.ofSeconds(3));
        }

        assertThat(drift.moments().orElseThrow().divergenceNats())
                .isCloseTo(0.5 * (1.5 - Math.log(1.5) - 1), within(1e-7));
    }

    private void addAlike(float mean, double variance) {
        for (int i = 0; i < 200; i++) {
            drift.add(output(constant(mean), variance));
        }
    }

    private static GaussianPosterior output(float[] mean, double variance) {
        float[] logVariances = constant((float) Math.log(variance));
        return new GaussianPosterior(mean, logVariances);
    }

    private static float[] means(Random random, double scale) {
        float[] means = new float[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            means[d] = (float) (scale * random.nextGaussian());
        }
        return means;
    }

    private static float[] constant(float value) {
        float[] values = new float[DIMENSIONS];
        Arrays.fill(values, value);
        return values;
    }
}
