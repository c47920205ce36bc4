package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.testing.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScoreBucketsTest {

    @Test
    void shouldBeFineAroundTheThresholdAndReachBeyond() {
        double[] bounds = ScoreBuckets.of(TestModel.calibration(), Score.LOCAL);

        double threshold = Thresholds.of(TestModel.judge()).stream()
                .filter(t -> t.score() == Score.LOCAL)
                .findFirst()
                .orElseThrow()
                .value();
        assertThat(DoubleStream.of(bounds)).anyMatch(bound -> bound <= threshold + 1e-5 && bound > threshold - .2);
        assertThat(DoubleStream.of(bounds)).anyMatch(bound -> bound > threshold && bound < threshold + .2);
        assertThat(bounds[bounds.length - 1]).isGreaterThan(5 * threshold - 10);
    }

    @Test
    void shouldReachBelowZeroWhereCalibrationDoes() {
        double[] bounds = ScoreBuckets.of(all(TestModel.evenly(-900, -700)), Score.ELBO);

        assertThat(bounds[0]).isLessThan(-900);
        assertThat(bounds).contains(-800);
    }

    @Test
    void shouldStayAboveZeroWhereCalibrationDoes() {
        assertThat(ScoreBuckets.of(all(TestModel.evenly(0, 5)), Score.KL)[0]).isNotNegative();
    }

    @Test
    void shouldHaveBucketsWhenAllCalibrationScoresAreEqual() {
        assertThat(ScoreBuckets.of(all(new double[] {3, 3, 3, 3}), Score.ELBO)).hasSizeGreaterThan(3);
    }

    @Property(tries = 300)
    void shouldAscendStrictlyAndHoldTheMedian(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -1e6, max = 1e6) Double> generated) {
        double[] scores =
                generated.stream().mapToDouble(Double::doubleValue).sorted().toArray();

        double[] bounds = ScoreBuckets.of(all(scores), Score.ELBO);

        for (int i = 1; i < bounds.length; i++) {
            assertThat(bounds[i]).isGreaterThan(bounds[i - 1]);
        }
        assertThat(bounds[bounds.length - 1]).isGreaterThan(scores[scores.length / 2]);
    }

    private static Calibration all(double[] ascending) {
        return new Calibration(
                Map.of(
                        Score.ELBO, ascending,
                        Score.RECONSTRUCTION, ascending,
                        Score.KL, ascending,
                        Score.LOCAL, ascending,
                        Score.DENSITY, ascending),
                Arrays.stream(ascending).map(any -> 1).toArray(),
                Terms.MIXTURE);
    }
}
