package io.elbowatch.core.verdict;

import io.elbowatch.testing.Terms;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class JoinedTurnsTest {
    /** Images against each calibration of the simulation. */
    private static final int TESTED = 5;

    @Test
    void shouldTakeTheBetterOfTwoPlacesInTurn() {
        // local: places 1, 3, 2, numbers 1, 5, 3; density: places 3, 1, 2, numbers 6, 2, 4
        double[] shares = JoinedTurns.shares(new double[] {3, 1, 2}, new double[] {10, 30, 20});
        assertThat(shares).containsExactly(1 / 6.0, 2 / 6.0, 3 / 6.0);
    }

    /** A false alarm has the probability α, also at the smallest α, however the scores depend on each other. */
    @ParameterizedTest
    @CsvSource({"20, 0", "20, 0.9", "50, 0", "50, 0.9", "100, 0", "100, 0.9", "999, 0", "999, 0.9"})
    void shouldGiveUniformPValues(int images, double correlation) {
        Random random = new Random(images);
        int times = 200_000 / (images + 50);
        int[] alarms = new int[4];
        for (int t = 0; t < times; t++) {
            double[][] known = draw(random, images, correlation);
            Calibration calibration = calibration(known[0], known[1]);
            double[][] fresh = draw(random, TESTED, correlation);
            for (int i = 0; i < TESTED; i++) {
                double p = calibration.joinedPValue(fresh[0][i], fresh[1][i]);
                for (int a = 0; a < alarms.length; a++) {
                    alarms[a] += p <= (a + 1.0) / (images + 1) + 1e-12 ? 1 : 0;
                }
            }
        }
        for (int a = 0; a < alarms.length; a++) {
            double alpha = (a + 1.0) / (images + 1);
            int all = times * TESTED;
            double deviation = Math.sqrt(alpha * (1 - alpha) / all);
            assertThat(alarms[a] / (double) all).as("alpha %s", alpha).isCloseTo(alpha, within(5 * deviation));
        }
    }

    @Test
    void shouldGiveAnImageFarBeyondAllInEitherScoreTheSmallestPValue() {
        double[] ascending = IntStream.range(0, 99).asDoubleStream().toArray();
        Calibration calibration = calibration(ascending, ascending);
        assertThat(calibration.joinedPValue(1e6, 5)).isEqualTo(0.01);
        assertThat(calibration.joinedPValue(5, 1e6)).isEqualTo(0.01);
        assertThat(calibration.joinedPValue(1e6, 1e6)).isEqualTo(0.01);
        assertThat(calibration.joinedPValue(98.01, 5)).isEqualTo(0.02);
    }

    @Test
    void shouldFindEqualScoresNoReasonToReport() {
        double[] equal = new double[50];
        assertThat(calibration(equal, equal).joinedPValue(0, 0)).isEqualTo(1);
    }

    @Property(tries = 300)
    void shouldHaveAThresholdThatDecides(
            @ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int images, @ForAll boolean coarse) {
        Random random = new Random(seed);
        double[][] known = draw(random, images, 0.5);
        if (coarse) {
            known[0] = IntStream.range(0, images).mapToDouble(i -> i / 7).toArray();
        }
        Calibration calibration = calibration(known[0], known[1]);
        double alpha = (1 + random.nextInt(5)) / (images + 1.0);
        double local = calibration.joinedThreshold(Score.LOCAL, alpha);
        double density = calibration.joinedThreshold(Score.DENSITY, alpha);
        double low = -100;
        assertThat(calibration.joinedPValue(local + 1e-3 + Math.abs(local) * 1e-6, low))
                .isLessThanOrEqualTo(alpha);
        assertThat(calibration.joinedPValue(low, density + 1e-3 + Math.abs(density) * 1e-6))
                .isLessThanOrEqualTo(alpha);
        assertThat(calibration.joinedPValue(local - 1e-3, low)).isGreaterThan(alpha);
        assertThat(calibration.joinedPValue(low, density - 1e-3)).isGreaterThan(alpha);
    }

    private static double[][] draw(Random random, int count, double correlation) {
        double[][] scores = new double[2][count];
        for (int i = 0; i < count; i++) {
            scores[0][i] = (float) random.nextGaussian();
            double other = random.nextGaussian();
            scores[1][i] = (float) (correlation * scores[0][i] + Math.sqrt(1 - correlation * correlation) * other);
        }
        return scores;
    }

    private static Calibration calibration(double[] locals, double[] densities) {
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            double[] values = score == Score.DENSITY ? densities.clone() : locals.clone();
            Arrays.sort(values);
            scores.put(score, values);
        }
        return new Calibration(scores, JoinedTurns.shares(locals, densities), Terms.MIXTURE);
    }
}
